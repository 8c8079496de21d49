// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.app;

import io.rewindmq.broker.BrokerOptions;
import io.rewindmq.broker.certificate.CertificateField;
import io.rewindmq.config.RewindConfig;
import io.rewindmq.delivery.BacklogLimit;
import io.rewindmq.delivery.BacklogPolicy;
import io.rewindmq.delivery.DeliveryPolicy;
import io.rewindmq.delivery.DestinationSettings;
import io.rewindmq.journal.JournalOptions;
import io.rewindmq.net.ListenerOptions;
import io.rewindmq.net.tls.TlsOptions;
import io.rewindmq.shard.ShardOptions;
import io.rewindmq.shard.dispatch.DispatchEngine;
import io.rewindmq.shard.watch.WatchOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Turns settings into the option records of the packages. */
final class OptionMapping {
  private OptionMapping() {}

  /**
   * Maps them; what has no key keeps its default.
   *
   * @throws StartFailure two settings don't fit together
   */
  static AssemblyOptions options(RewindConfig config) {
    AssemblyOptions defaults = AssemblyOptions.defaults();
    JournalOptions journal = journal(config.journal(), defaults.journal());
    if (journal.payloadBytesMax() < config.messageBytesMax() + BrokerOptions.FRAME_OVERHEAD_BYTES) {
      throw new StartFailure(
          ExitCode.BAD_SETTING,
          "RWQ-0903 rewind.journal.segment-bytes ("
              + config.journal().segmentBytes()
              + ") must be larger than rewind.message-bytes-max ("
              + config.messageBytesMax()
              + ") by 128 KiB at least");
    }
    return new AssemblyOptions(
        broker(config),
        listener(config.listen()),
        shard(config, defaults.shard()),
        journal,
        defaults.inboxTasksMax(),
        watch(config));
  }

  private static WatchOptions watch(RewindConfig config) {
    return new WatchOptions(
        config.metrics().objectsMax(),
        config.metrics().periodMillis(),
        config.warning().slowConsumerMillis(),
        config.warning().backlogMessages(),
        config.warning().ageMillis());
  }

  private static BrokerOptions broker(RewindConfig config) {
    return new BrokerOptions(
        config.brokerId(),
        product(),
        config.heartbeatMillis(),
        config.messageBytesMax() + BrokerOptions.FRAME_OVERHEAD_BYTES,
        config.messageBytesMax(),
        new BrokerOptions.ConnectionLimits(
            config.connection().sessionsMax(),
            config.connection().consumersMax(),
            config.connection().destinationsMax()),
        config.backlog().blockMillisMax(),
        new BrokerOptions.OperationLimits(
            config.operations().runningMax(), config.operations().keptMillis()));
  }

  private static String product() {
    String version = OptionMapping.class.getPackage().getImplementationVersion();
    return "RewindMQ" + Optional.ofNullable(version).map(known -> " " + known).orElse("");
  }

  private static ListenerOptions listener(RewindConfig.Listen listen) {
    return new ListenerOptions(
        listen.host(),
        listen.port(),
        listen.ioThreads(),
        listen.connectionsMax(),
        listen.loginMillis(),
        listen.inboundBytesMax(),
        listen.outboundBytesMax(),
        listen.stallMillis());
  }

  /** What TLS uses; only when it is on. */
  static TlsOptions tls(RewindConfig.Tls tls) {
    return new TlsOptions(
        Path.of(tls.certificate()),
        Path.of(tls.key()),
        Path.of(tls.trust()),
        tls.crl().equals(RewindConfig.NONE) ? null : Path.of(tls.crl()),
        TlsOptions.ClientAuth.valueOf(tls.clientAuth().toUpperCase(Locale.ROOT)),
        List.of(tls.protocols().split(",", -1)),
        tls.reloadMillis());
  }

  /** What of a certificate names its user. */
  static CertificateField userField(RewindConfig.Tls tls) {
    return CertificateField.valueOf(tls.userField().toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  private static ShardOptions shard(RewindConfig config, ShardOptions defaults) {
    return new ShardOptions(
        defaults.tasksPerTurnMax(),
        new DispatchEngine.Limits(
            defaults.dispatch().markStep(),
            defaults.dispatch().messagesPerTurn(),
            defaults.dispatch().bytesPerTurn(),
            config.objectsMax()),
        defaults.readAheadBytes(),
        config.producerIdleMillis(),
        config.objectsMax(),
        config.journal().bytesTarget(),
        destinations(config),
        config.largeMessageBytesMax());
  }

  private static DestinationSettings destinations(RewindConfig config) {
    RewindConfig.Redelivery redelivery = config.redelivery();
    return new DestinationSettings(
        config.retention().millis(),
        config.retention().bytes(),
        true,
        new DeliveryPolicy(
            redelivery.deliveriesMax(),
            redelivery.delayMillis(),
            redelivery.factorPercent(),
            redelivery.delayMillisMax(),
            null,
            null),
        new BacklogLimit(
            config.backlog().bytesMax(), BacklogPolicy.ofText(config.backlog().policy())));
  }

  private static JournalOptions journal(RewindConfig.Journal journal, JournalOptions defaults) {
    int segmentBytes = journal.segmentBytes();
    return new JournalOptions(
        segmentBytes,
        journal.tailCacheBytes(),
        defaults.chunkBytes(),
        Math.min(defaults.reserveBytes(), segmentBytes / 4),
        defaults.spareSegments());
  }
}
