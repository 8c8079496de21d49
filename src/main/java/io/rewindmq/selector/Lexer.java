// SPDX-License-Identifier: Apache-2.0
package io.rewindmq.selector;

import java.util.ArrayList;
import java.util.List;

/** Cuts a selector into words. There are no comments. */
final class Lexer {
  private final String text;
  private int at;

  private Lexer(String text) {
    this.text = text;
  }

  /** All words, the last one is {@link TokenKind#END}. */
  static List<Token> tokens(String text) throws SelectorException {
    Lexer lexer = new Lexer(text);
    List<Token> tokens = new ArrayList<>();
    Token token;
    do {
      token = lexer.next();
      tokens.add(token);
    } while (token.kind() != TokenKind.END);
    return tokens;
  }

  /** Space, horizontal tab, form feed and line ends, as Java has them. */
  static boolean isWhiteSpace(char c) {
    return c == ' ' || c == '\t' || c == '\f' || c == '\n' || c == '\r';
  }

  private Token next() throws SelectorException {
    while (at < text.length() && isWhiteSpace(text.charAt(at))) {
      at++;
    }
    if (at == text.length()) {
      return new Token(TokenKind.END, at, "");
    }
    int c = text.codePointAt(at);
    if (c == '\'') {
      return string();
    }
    if (isDigit(c) || (c == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1)))) {
      return number();
    }
    return Character.isJavaIdentifierStart(c) ? name() : symbol(c);
  }

  private Token string() throws SelectorException {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (true) {
      int quote = text.indexOf('\'', at);
      if (quote < 0) {
        throw new SelectorException(start, "the string that begins here has no closing quote '");
      }
      value.append(text, at, quote);
      at = quote + 1;
      if (at == text.length() || text.charAt(at) != '\'') {
        return new Token(TokenKind.STRING, start, value.toString());
      }
      value.append('\'');
      at++;
    }
  }

  /** Takes whatever clings to a digit; {@link NumberLiteral} says whether it is a number. */
  private Token number() {
    int start = at;
    boolean isHexadecimal =
        text.charAt(at) == '0'
            && at + 1 < text.length()
            && Character.toLowerCase(text.charAt(at + 1)) == 'x';
    while (at < text.length()) {
      char c = text.charAt(at);
      char before = at == start ? ' ' : Character.toLowerCase(text.charAt(at - 1));
      boolean isExponentsSign = (c == '+' || c == '-') && before == (isHexadecimal ? 'p' : 'e');
      if (c != '.' && !isExponentsSign && !Character.isJavaIdentifierPart(c)) {
        break;
      }
      at++;
    }
    return new Token(TokenKind.NUMBER, start, text.substring(start, at));
  }

  private Token name() {
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    String letters = text.substring(start, at);
    TokenKind word = TokenKind.word(letters);
    return new Token(word == null ? TokenKind.NAME : word, start, letters);
  }

  private Token symbol(int c) throws SelectorException {
    char following = at + 1 < text.length() ? text.charAt(at + 1) : ' ';
    return switch (c) {
      case '(' -> symbol(TokenKind.LEFT);
      case ')' -> symbol(TokenKind.RIGHT);
      case ',' -> symbol(TokenKind.COMMA);
      case '+' -> symbol(TokenKind.PLUS);
      case '-' -> symbol(TokenKind.MINUS);
      case '*' -> symbol(TokenKind.TIMES);
      case '/' -> symbol(TokenKind.DIVIDE);
      case '=' -> symbol(TokenKind.EQUAL);
      case '<' ->
          symbol(
              following == '>'
                  ? TokenKind.UNEQUAL
                  : following == '=' ? TokenKind.LESS_EQUAL : TokenKind.LESS);
      case '>' -> symbol(following == '=' ? TokenKind.GREATER_EQUAL : TokenKind.GREATER);
      default -> throw new SelectorException(at, strange(c, following));
    };
  }

  private Token symbol(TokenKind kind) {
    Token token = new Token(kind, at, kind.text());
    at += kind.text().length();
    return token;
  }

  private static String strange(int c, char following) {
    if (c == '!' && following == '=') {
      return "!= is not an operator of selectors; write <>";
    }
    if (c == '"') {
      return "a string is enclosed in single quotes, and a name in none; found \"";
    }
    String shown =
        Character.isISOControl(c) || Character.isWhitespace(c) || Character.isSpaceChar(c)
            ? ""
            : "'" + Character.toString(c) + "' ";
    return "no word begins with the character " + shown + String.format("(U+%04X)", c);
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
