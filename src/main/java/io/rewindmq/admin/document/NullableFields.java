// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.admin.document;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.models.Components;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;
import org.jboss.jandex.FieldInfo;
import org.jboss.jandex.IndexView;
import org.jspecify.annotations.Nullable;

/** Says of fields in answers that they may be null where the code says so. */
final class NullableFields {
  private static final DotName NULLABLE = DotName.createSimple(Nullable.class);
  private static final String OURS = "io.rewindmq.admin";

  private NullableFields() {}

  static void mark(Components components, IndexView index) {
    Map<String, ClassInfo> types = new HashMap<>();
    for (ClassInfo type : index.getKnownClasses()) {
      if (type.isRecord() && type.name().toString().startsWith(OURS)) {
        types.put(type.simpleName(), type);
      }
    }
    components
        .getSchemas()
        .forEach(
            (name, schema) -> {
              ClassInfo type = types.get(name);
              if (type != null && schema.getProperties() != null) {
                type.fields().forEach(field -> mark(schema, field));
              }
            });
  }

  private static void mark(Schema record, FieldInfo field) {
    Schema property = record.getProperties().get(field.name());
    if (property == null) {
      return;
    }
    if (!field.type().hasAnnotation(NULLABLE)) {
      List<String> required = record.getRequired();
      if (required == null || !required.contains(field.name())) {
        Schema _ = record.addRequired(field.name());
      }
    } else if (property.getType() != null) {
      Schema _ = property.addType(Schema.SchemaType.NULL);
    }
  }
}
