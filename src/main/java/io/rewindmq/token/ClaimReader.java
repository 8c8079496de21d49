// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.token;

import io.rewindmq.broker.user.TokenCheck.Result;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jspecify.annotations.Nullable;

/** Reads user and roles out of claims that were verified. */
final class ClaimReader {
  private static final int USER_CHARS_MAX = 150;
  private static final int ROLES_MAX = 200;

  private ClaimReader() {}

  static Result good(JwtClaims claims, JwtOptions options, int skewSeconds)
      throws MalformedClaimException {
    Object user = claim(claims.getClaimsMap(), options.userClaim());
    if (!(user instanceof String name)
        || name.isBlank()
        || name.length() > USER_CHARS_MAX
        || name.chars().anyMatch(Character::isISOControl)) {
      return new Result.Bad(
          "its claim \""
              + options.userClaim()
              + "\" is no name of 1 to "
              + USER_CHARS_MAX
              + " characters");
    }
    Set<String> roles = texts(claim(claims.getClaimsMap(), options.rolesClaim()));
    if (roles.size() > ROLES_MAX) {
      return new Result.Bad("it has more than " + ROLES_MAX + " roles");
    }
    long ends = claims.getExpirationTime().getValueInMillis() + skewSeconds * 1000L;
    return new Result.Good(name, roles, ends);
  }

  /** The claim of that name, or the one that the dots in it lead to. */
  private static @Nullable Object claim(Map<?, ?> claims, String name) {
    Object found = claims.get(name);
    int dot = name.indexOf('.');
    return found == null && dot > 0 && claims.get(name.substring(0, dot)) instanceof Map<?, ?> inner
        ? claim(inner, name.substring(dot + 1))
        : found;
  }

  private static Set<String> texts(@Nullable Object claim) {
    Collection<?> values =
        claim instanceof Collection<?> several
            ? several
            : claim instanceof String text ? List.of(text.strip().split(" +", -1)) : List.of();
    Set<String> texts = new HashSet<>();
    for (Object value : values) {
      if (value instanceof String text && !text.isEmpty()) {
        texts.add(text);
      }
    }
    return texts;
  }
}
