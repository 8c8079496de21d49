// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.metadata;

import io.rewindmq.broker.user.PasswordHash;
import io.rewindmq.platform.thread.AnyThread;
import jakarta.inject.Singleton;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.InvalidKeySpecException;
import org.wildfly.security.password.Password;
import org.wildfly.security.password.PasswordFactory;
import org.wildfly.security.password.WildFlyElytronPasswordProvider;
import org.wildfly.security.password.interfaces.BCryptPassword;
import org.wildfly.security.password.spec.EncryptablePasswordSpec;
import org.wildfly.security.password.spec.IteratedPasswordAlgorithmSpec;
import org.wildfly.security.password.util.ModularCrypt;

/**
 * bcrypt in the form that other programs write, too: {@code $2a$10$}, then salt and hash. The cost
 * is part of the hash, so that a later version may raise it and still read older ones.
 */
@Singleton
@AnyThread // immutable
class BcryptHash implements PasswordHash {
  /** 2 to the power of this many rounds: about 0.1 s on the machines of these days. */
  private static final int COST = 10;

  /** Of a random password that nobody has. */
  private static final String DECOY =
      "$2a$10$uS9kL7njXJtQhR6Z.PA3FO9yeGRK60o2SIIWTOCW0Ax9fDFenehMC";

  private final PasswordFactory factory;

  BcryptHash() {
    try {
      factory =
          PasswordFactory.getInstance(
              BCryptPassword.ALGORITHM_BCRYPT, WildFlyElytronPasswordProvider.getInstance());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the library has no bcrypt", e);
    }
  }

  @Override
  public String of(String password) {
    try {
      return ModularCrypt.encodeAsString(hash(password, new IteratedPasswordAlgorithmSpec(COST)));
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("bcrypt refuses a password", e);
    }
  }

  @Override
  public boolean matches(String password, String hash) {
    BCryptPassword stored = parse(hash);
    try {
      BCryptPassword given = hash(password, stored.getParameterSpec());
      // The library's own comparison ends at the first byte that differs.
      return MessageDigest.isEqual(given.getHash(), stored.getHash());
    } catch (InvalidKeySpecException e) {
      throw new IllegalStateException("bcrypt refuses a password", e);
    }
  }

  @Override
  public String decoy() {
    return DECOY;
  }

  private BCryptPassword hash(String password, AlgorithmParameterSpec how)
      throws InvalidKeySpecException {
    return (BCryptPassword)
        factory.generatePassword(new EncryptablePasswordSpec(password.toCharArray(), how));
  }

  private BCryptPassword parse(String hash) {
    try {
      Password decoded = ModularCrypt.decode(hash);
      if (factory.translate(decoded) instanceof BCryptPassword bcrypt && isWhole(bcrypt)) {
        return bcrypt;
      }
    } catch (InvalidKeySpecException | InvalidKeyException | IllegalArgumentException e) {
      throw new IllegalArgumentException("the stored hash of a password is damaged", e);
    }
    throw new IllegalArgumentException("the stored hash of a password is not one of bcrypt");
  }

  private static boolean isWhole(BCryptPassword password) {
    return password.getSalt().length == BCryptPassword.BCRYPT_SALT_SIZE
        && password.getHash().length == BCryptPassword.BCRYPT_HASH_SIZE;
  }
}
