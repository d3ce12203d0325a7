#include "base/redactor.h"

#include <cstdio>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "tests/catch.h"

namespace sellsign::redactor_test {
namespace {

std::string percent(std::string_view text, const char* format, bool all) {
  std::string result;
  for (const char c : text) {
    const bool reserved = !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
    char escape[8];
    std::snprintf(escape, sizeof escape, format, static_cast<unsigned char>(c));
    result += all || reserved ? escape : std::string(1, c);
  }
  return result;
}

std::string base64(std::string_view text, std::string_view last_two) {
  const std::string alphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789" + std::string(last_two);
  std::string result;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned group = 0;
    for (std::size_t j = 0; j < 3; ++j)
      group = group * 256 + (i + j < text.size() ? static_cast<unsigned char>(text[i + j]) : 0u);
    for (std::size_t j = 0; j < 4; ++j)
      result += i + j <= text.size() ? alphabet[(group >> (18 - 6 * j)) & 63] : '=';
  }
  return result;
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != text.npos; at += to.size())
    text.replace(at, from.size(), to);
  return text;
}

const std::string k_secrets[] = {"!ABC1|dG9r+W4/eHk==",
                                 "pass word & more",
                                 "quote\"s 'and' back\\slash",
                                 "caf\xC3\xA9-\xF0\x9F\x98\x80-key",
                                 "tab\there\nline",
                                 "<a href=\"x\">",
                                 "%41%zz100%",
                                 "abcd"};

std::string clean(std::string_view secret, std::string_view text) {
  Redactor redactor;
  redactor.add("token", secret);
  return redactor.clean(text);
}

TEST_CASE("a secret is hidden plain and percent-encoded", "[client]") {
  for (const std::string& secret : k_secrets) {
    CAPTURE(secret);
    CHECK(clean(secret, "a " + secret + " b") == "a $token b");
    CHECK(clean(secret, secret + secret) == "$token$token");
    CHECK(clean(secret, "?t=" + percent(secret, "%%%02X", false) + "&u") == "?t=$token&u");
    CHECK(clean(secret, "?t=" + percent(secret, "%%%02x", true) + "&u") == "?t=$token&u");
    CHECK(clean(secret, "?t=" + percent(secret, "%%25%02X", true) + "&u") == "?t=$token&u");
    CHECK(clean(secret, replaced(secret, " ", "+")) == "$token");
    CHECK(clean(secret, "nothing to hide 100% \\u00 & more") == "nothing to hide 100% \\u00 & more");
  }
}

TEST_CASE("any mixture of raw and percent-encoded bytes is hidden", "[client]") {
  std::mt19937 random(7);
  for (const std::string& secret : k_secrets)
    for (int round = 0; round < 50; ++round) {
      std::string mixed;
      for (const char c : secret)
        mixed += random() % 2 == 0 ? std::string(1, c)
                                   : percent({&c, 1}, random() % 2 == 0 ? "%%%02X" : "%%%02x", true);
      CAPTURE(secret, mixed);
      CHECK(clean(secret, "x" + mixed + "y") == "x$tokeny");
    }
}

TEST_CASE("a secret is hidden in JSON, XML and shell text", "[client]") {
  struct Row {
    const char* secret;
    const char* text;
  };
  const auto row = GENERATE(values<Row>({
      {"a=b&c<d>'e", R"(a\u003db\u0026c\u003cd\u003e\u0027e)"},
      {"a=b&c<d>'e", R"(a\u003Db&c\u003Cd>\u0027e)"},
      {"a=b&c", R"(a\\u003db\\\\u0026c)"},
      {"a/b", R"(a\/b)"},
      {"a/b", R"(a\\/b)"},
      {"a\"b\\c", R"(a\"b\\c)"},
      {"a\"b\\c", R"(a\\\"b\\\\c)"},
      {"a\nb\tc", R"(a\nb\tc)"},
      {"caf\xC3\xA9", R"(caf\u00e9)"},
      {"\xF0\x9F\x98\x80key", R"(\ud83d\uDE00key)"},
      {"secret", R"(\u0073ecr\u0065t)"},
      {"a<b>&\"'c", "a&lt;b&gt;&amp;&quot;&apos;c"},
      {"a'\xC3\xA9", "a&#39;&#xE9;"},
      {"it's", R"(it'\''s)"},
  }));
  CAPTURE(row.secret, row.text);
  CHECK(clean(row.secret, std::string("<") + row.text + ">") == "<$token>");
}

TEST_CASE("a secret is hidden inside base64 at each alignment", "[client]") {
  for (const std::string& secret : k_secrets)
    for (const std::string_view last_two : {"+/", "-_"})
      for (const std::string before : {"", "x", "xy", "user:", "\xFB\xFF"})
        for (const std::string after : {"", "z", "?>", "\xFF\xFF\xFF"}) {
          const std::string text = base64(before + secret + after, last_two);
          CAPTURE(secret, text);
          for (const std::string& form : {text, percent(text, "%%%02X", false), replaced(text, "/", "\\/")}) {
            const std::string cleaned = clean(secret, "<" + form + ">");
            CHECK(cleaned.find("$token") != std::string::npos);
            CHECK(cleaned.size() <= before.size() * 6 + after.size() * 6 + 16);
          }
        }
}

TEST_CASE("all of the base64 goes that holds a bit of the secret", "[client]") {
  CHECK(clean("abcd", "<YWJjZA==>") == "<$token>");
  CHECK(clean("abcd", "<YWJjZA>") == "<$token>");
  CHECK(clean("abcd", "<eGFiY2R5>") == "<e$token5>");
  CHECK(clean("abcd", "<eHlhYmNkeg==>") == "<eH$tokeneg==>");
}

TEST_CASE("several secrets are told apart and leave no rest", "[client]") {
  Redactor redactor;
  redactor.add("short", "abc");
  redactor.add("long", "abc|def");
  redactor.add("other", "fgh");
  CHECK(redactor.clean("abc abc|def fgh") == "$short $long $other");
  CHECK(redactor.clean("abc|defgh") == "$long");
  CHECK(redactor.clean("abcabc") == "$short$short");
}

TEST_CASE("empty and short secrets do no harm", "[client]") {
  Redactor redactor;
  CHECK(redactor.empty());
  redactor.add("nothing", "");
  CHECK(redactor.empty());
  CHECK(redactor.clean("text") == "text");
  redactor.add("pin", "a b");
  CHECK(!redactor.empty());
  CHECK(redactor.clean("a b a%20b a+b YSBi") == "$pin $pin $pin YSBi");
}

TEST_CASE("a secret is hidden in hexadecimal and in the escapes of C and JavaScript", "[client]") {
  for (const std::string& secret : k_secrets) {
    const std::string lower = percent(secret, "%02x", true), upper = percent(secret, "%02X", true);
    const std::string spaced = percent(secret, " %02x", true), coloned = percent(secret, ":%02X", true);
    for (const std::string& form :
         {lower, upper, spaced.substr(1), coloned.substr(1), percent(secret, "\\x%02x", true),
          percent(secret, "\\x%02X", false), percent(secret, "\\%03o", true)}) {
      INFO(form);
      CHECK(clean(secret, "a>" + form + "<b") == "a>$token<b");
    }
  }
  CHECK(clean("abcd", "\\u{61}\\u{62}\\u{0063}\\u{64}") == "$token");
}

TEST_CASE("texts made of escapes alone are searched in time that grows as they do", "[client]") {
  constexpr std::size_t k_length = 300'000;
  std::string percents, open;
  for (std::size_t i = 0; i < k_length; i += 3) percents += "%25";
  for (std::size_t i = 0; i < k_length; i += 3) open += "\\u{";
  for (const std::string& text :
       {std::string(k_length, '\\'), percents, "%" + std::string(k_length, '2'), open})
    CHECK(clean("!ABC1|dG9r+W4/eHk==", text) == text);
}

}  // namespace
}  // namespace sellsign::redactor_test
