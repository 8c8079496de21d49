// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Everything an operator can set under {@code rewind}. */
@ConfigMapping(prefix = "rewind")
public interface RewindConfig {
  int KIBIBYTE = 1024;
  int MEBIBYTE = 1024 * KIBIBYTE;
  long GIBIBYTE = 1024L * MEBIBYTE;

  /** A text that is not given. */
  String NONE = "none";

  @WithDefault("./data")
  @Setting(
      "Folder of the journal, the partition logs and the embedded database; made when missing.")
  String dataDir();

  @WithDefault("rewindmq")
  @Setting("Name of this broker, for people.")
  String brokerId();

  @WithDefault("h2")
  @Setting(
      value =
          "Where definitions are kept: `h2` in the data folder, or `mariadb` in the server that"
              + " `quarkus.datasource.mariadb.jdbc.url`, `.username` and `.password` name.",
      choices = {"h2", "mariadb"})
  String database();

  @WithDefault("10000")
  @Setting(
      value = "Longest interval between heartbeats that the broker agrees to.",
      unit = "ms",
      min = 100,
      max = 600_000)
  int heartbeatMillis();

  @WithDefault("16777216")
  @Setting(
      value = "Largest message in one piece, with its header and properties.",
      unit = "bytes",
      min = KIBIBYTE,
      max = 64 * MEBIBYTE)
  int messageBytesMax();

  @WithDefault("1073741824")
  @Setting(
      value = "Largest message in parts; clients send messages in parts whose body is large.",
      unit = "bytes",
      min = MEBIBYTE,
      max = 1024 * GIBIBYTE)
  long largeMessageBytesMax();

  @WithDefault("86400000")
  @Setting(
      value =
          "How long the broker remembers what a producer sent last, to drop repeats, after the"
              + " producer was heard of for the last time.",
      unit = "ms",
      min = 1_000)
  long producerIdleMillis();

  @WithDefault("1000000")
  @Setting(
      value = "Destinations, groups, producers and open transactions: at most so many of each.",
      unit = "objects",
      min = 10,
      max = 10_000_000)
  int objectsMax();

  Journal journal();

  Listen listen();

  Http http();

  Connection connection();

  Redelivery redelivery();

  Retention retention();

  /** How much may wait. */
  Backlog backlog();

  Security security();

  /** What administrators have done. */
  Audit audit();

  Tls tls();

  Observation.Metrics metrics();

  /** When operators are warned by a line of the log. */
  Observation.Warning warning();

  Observation.Tracing tracing();

  Observation.Log log();

  /** The write-ahead log. */
  interface Journal {
    @WithDefault("67108864")
    @Setting(
        value =
            "Size of a segment file; must hold the largest message. Files of another size stay as"
                + " they are.",
        unit = "bytes",
        min = 64 * KIBIBYTE,
        max = GIBIBYTE)
    int segmentBytes();

    @WithDefault("67108864")
    @Setting(
        value = "How much of the journal's end stays in memory, outside of the heap.",
        unit = "bytes",
        min = MEBIBYTE,
        max = 64 * GIBIBYTE)
    long tailCacheBytes();

    @WithDefault("268435456")
    @Setting(
        value =
            "Length beyond which the oldest segments are freed; decides how long a start takes.",
        unit = "bytes",
        max = 1024 * GIBIBYTE)
    long bytesTarget();

    @WithDefault("true")
    @Setting(
        value =
            "Whether short writes that somebody waits for go past the operating system's cache,"
                + " where the file system can: they are forced in about half the time.",
        choices = {"true", "false"})
    boolean direct();
  }

  /** The messaging listener. */
  interface Listen {
    @WithDefault("127.0.0.1")
    @Setting("Address where JMS clients connect.")
    String host();

    @WithDefault("7672")
    @Setting(value = "Port where JMS clients connect; 0 = any free one.", max = 65_535)
    int port();

    @WithDefault("0")
    @Setting(
        value =
            "Threads that read and write client sockets; 0 = the thread that does everything else"
                + " does it, too, which is fastest on few processors.",
        unit = "threads",
        min = 0,
        max = 256)
    int ioThreads();

    @WithDefault("10000")
    @Setting(
        value = "Connections at once; one more is refused.",
        unit = "connections",
        min = 1,
        max = 1_000_000)
    int connectionsMax();

    @WithDefault("5000")
    @Setting(
        value = "A connection that has not introduced itself by then is closed.",
        unit = "ms",
        min = 10,
        max = 600_000)
    int loginMillis();

    @WithDefault("1048576")
    @Setting(
        value =
            "Received and not yet handled bytes of a connection; past it, its socket is not read.",
        unit = "bytes",
        min = 64 * KIBIBYTE,
        max = GIBIBYTE)
    int inboundBytesMax();

    @WithDefault("4194304")
    @Setting(
        value =
            "Unsent bytes of a connection; past it, it gets no deliveries, past twice as many its"
                + " socket is not read either.",
        unit = "bytes",
        min = 64 * KIBIBYTE,
        max = GIBIBYTE)
    int outboundBytesMax();

    @WithDefault("30000")
    @Setting(
        value = "A client that takes none of the bytes waiting for it is dropped after this time.",
        unit = "ms",
        min = 100,
        max = 3_600_000)
    int stallMillis();
  }

  /** Health, metrics and administration. */
  interface Http {
    @WithDefault("127.0.0.1")
    @Setting("Address of health, metrics and REST; `quarkus.http.host` goes before it.")
    String host();

    @WithDefault("7680")
    @Setting(
        value =
            "Port of health, metrics and REST, 0 = any free one; `quarkus.http.port` goes before"
                + " it.",
        max = 65_535)
    int port();
  }

  /** What becomes of messages that come back from applications. */
  interface Redelivery {
    @WithDefault("10")
    @Setting(
        value =
            "A message that an application had so often and gave back becomes a dead letter; 0 ="
                + " never. A destination can have its own.",
        unit = "deliveries",
        min = 0,
        max = 60_000)
    int deliveriesMax();

    @WithDefault("0")
    @Setting(
        value = "How long a message rests before its second delivery.",
        unit = "ms",
        min = 0,
        max = 604_800_000)
    long delayMillis();

    @WithDefault("100")
    @Setting(
        value = "Each further delay is so many percent of the one before.",
        unit = "percent",
        min = 100,
        max = 10_000)
    int factorPercent();

    @WithDefault("3600000")
    @Setting(
        value = "No delay before a redelivery is longer.",
        unit = "ms",
        min = 0,
        max = 604_800_000)
    long delayMillisMax();
  }

  /** How long messages stay that nobody waits for any more. */
  interface Retention {
    @WithDefault("604800000")
    @Setting(
        value =
            "How long messages stay after they were consumed; 0 = not at all. A destination can"
                + " have its own.",
        unit = "ms",
        min = 0)
    long millis();

    @WithDefault("1073741824")
    @Setting(
        value = "How many bytes of such messages a partition keeps; 0 = none.",
        unit = "bytes",
        min = 0)
    long bytes();
  }

  /** How much a destination may hold that is not settled. */
  interface Backlog {
    @WithDefault("0")
    @Setting(
        value =
            "Sends to a destination are taken while the group that is furthest behind has less than"
                + " this to consume; 0 = always. A destination can have its own.",
        unit = "bytes",
        min = 0)
    long bytesMax();

    @WithDefault("block")
    @Setting(
        value =
            "What becomes of sends otherwise: they wait, they are refused, or they are taken and"
                + " the oldest messages become dead letters. A destination can have its own.",
        choices = {"block", "fail", "dead-letter-oldest"})
    String policy();

    @WithDefault("30000")
    @Setting(
        value =
            "How long a send waits for room before it is refused; should be shorter than the"
                + " clients' `request.timeout`.",
        unit = "ms",
        min = 1,
        max = 3_600_000)
    int blockMillisMax();
  }

  /** Bounds of one client connection. */
  interface Connection {
    @WithDefault("10000")
    @Setting(value = "Sessions of one connection.", unit = "sessions", min = 1, max = 65_535)
    int sessionsMax();

    @WithDefault("10000")
    @Setting(value = "Consumers of one connection.", unit = "consumers", min = 1, max = 1_000_000)
    int consumersMax();

    @WithDefault("100000")
    @Setting(
        value = "Destinations one connection may have in use, temporary ones included.",
        unit = "destinations",
        min = 1,
        max = 10_000_000)
    int destinationsMax();
  }

  /** Who may connect. */
  interface Security {
    @WithDefault("false")
    @Setting(
        value =
            "Whether clients of messaging may come without a user although users exist; a wrong"
                + " password never does. They may do what the role `anonymous` allows, or everything"
                + " with messages where there is no such role. With `true` the broker listens to"
                + " other machines without having users. HTTP is not meant.",
        choices = {"true", "false"})
    boolean anonymous();

    @WithDefault("loopback")
    @Setting(
        value =
            "Who may read `/q/metrics`: `loopback` = whoever comes from this machine, others with"
                + " the right `monitor`; `login` = who has that right; `open` = everybody.",
        choices = {"loopback", "login", "open"})
    String metrics();

    /** Bearer tokens. */
    Jwt jwt();
  }

  /** Bearer tokens (JWT). */
  interface Jwt {
    @WithDefault(NONE)
    @Setting(
        "Where the public keys are (a JWKS) that tokens are checked with: `https://...` or"
            + " `file:///...`; `none` = no tokens are taken.")
    String jwks();

    @WithDefault(NONE)
    @Setting("What the claim `iss` of a token must be; needed with `jwks`.")
    String issuer();

    @WithDefault(NONE)
    @Setting("What must be in the claim `aud` of a token; needed with `jwks`.")
    String audience();

    @WithDefault("sub")
    @Setting("Which claim of a token names the user; he is shown as `jwt:` and that name.")
    String userClaim();

    @WithDefault("roles")
    @Setting(
        "Which claim of a token names his roles, as a list or with spaces between; dots lead into"
            + " objects, as in `realm_access.roles`.")
    String rolesClaim();
  }

  /** The record of administration. */
  interface Audit {
    @WithDefault("100000")
    @Setting(
        value = "How many entries of the audit stay; the oldest go.",
        unit = "entries",
        min = 100,
        max = 100_000_000)
    int rowsMax();

    @WithDefault("31536000000")
    @Setting(
        value = "How long an entry of the audit stays.",
        unit = "ms",
        min = 60_000,
        max = 3_153_600_000_000L)
    long ageMillisMax();
  }

  /** Encryption of messaging and HTTP, with the same certificate. */
  interface Tls {
    @WithDefault("false")
    @Setting(
        value =
            "Whether clients, and HTTP unless `rewind.tls.http` says otherwise, must speak TLS; see"
                + " [security.md](security.md).",
        choices = {"true", "false"})
    boolean enabled();

    @WithDefault("./tls/server.crt")
    @Setting(
        "PEM file with the broker's certificate and, behind it, those that lead to its issuer.")
    String certificate();

    @WithDefault("./tls/server.key")
    @Setting("PEM file with the certificate's private key: PKCS#8, not encrypted, RSA or EC.")
    String key();

    @WithDefault("none")
    @Setting(
        value =
            "Whether clients are asked for a certificate: `request` lets one without go on,"
                + " `required` does not. HTTP never requires one. A client that has shown one and"
                + " gives no user is the user that the certificate's CN names.",
        choices = {"none", "request", "required"})
    String clientAuth();

    @WithDefault("./tls/clients.crt")
    @Setting(
        "PEM file with the certificates of those who issue certificates of clients; read when"
            + " clients are asked for one.")
    String trust();

    @WithDefault("TLSv1.3,TLSv1.2")
    @Setting(
        value = "Versions of TLS that clients may speak.",
        choices = {"TLSv1.3,TLSv1.2", "TLSv1.3", "TLSv1.2"})
    String protocols();

    @WithDefault("https")
    @Setting(
        value =
            "What HTTP speaks when TLS is on: `https` on the port of HTTP and nothing else, or"
                + " `plain`, for a proxy or for probes on the same machine.",
        choices = {"https", "plain"})
    String http();

    @WithDefault("10000")
    @Setting(
        value =
            "How often the files are looked at; changed ones count for new connections, broken ones"
                + " change nothing.",
        unit = "ms",
        min = 100,
        max = 86_400_000)
    int reloadMillis();
  }
}
