#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace sellsign {

/// Whether a pattern's bytes stand for themselves, are base64, where `+` is also written `-` and `/` also
/// `_`, or are written as two hexadecimal digits each.
enum class Alphabet { bytes, base64, hex };

/// Whether a match of `pattern` could begin with this character, whatever the escapes. A quick test before
/// `match_escaped`.
bool may_begin(std::string_view pattern, char c, Alphabet alphabet);

/// The end of the longest match of `pattern` in `text` from `begin` on, or npos. Each character of the
/// pattern may stand there raw, as %XX (any number of times encoded), as + for a space, as a JSON escape
/// (\uXXXX, \/, \", \n and the like, any number of times escaped), by its number as in C or JavaScript (\xXX,
/// \NNN, \u{X}), as an XML entity, or, for an apostrophe, as a shell writes it ('\''); in any mixture.
/// Characters outside ASCII are matched as bytes and as code points.
std::size_t match_escaped(std::string_view pattern, std::string_view text, std::size_t begin,
                          Alphabet alphabet);

/// The text with a secret, in whatever escapes `match_escaped` knows, replaced by other words.
std::string without_secret(std::string_view text, std::string_view secret, std::string_view instead);

/// Removes secrets from text at the sinks: stdout, stderr, reports, curl lines. Knows each secret plain,
/// percent-encoded (either case of hex, `+` or `%20`, any subset of reserved characters encoded),
/// JSON-escaped (also with the vendor's
/// `\u003d` style and escaped slashes), in hexadecimal, and base64 or base64url, alone or inside a longer
/// text at any of the three alignments. Immutable after the last `add`; then safe to use from many threads.
class Redactor {
 public:
  Redactor() = default;

  /// Adds a secret that is shown as `$name`. An empty secret is ignored; one shorter than 4 bytes is redacted
  /// plain and encoded but not looked for inside base64, where it would match by chance.
  void add(std::string_view name, std::string_view secret);

  /// Adds a token unless it has fewer than 8 bytes: a real one is far longer, and one like `test`, made up
  /// for a mock, would be found in half of all words. Whether it was added.
  bool add_token(std::string_view name, std::string_view token);

  /// The text with each form of each secret replaced by `$name`. Longer forms win over shorter ones.
  std::string clean(std::string_view text) const;

  bool empty() const { return forms_.empty(); }

 private:
  /// One way in which a secret can stand in a text, whatever the escapes.
  struct Form {
    std::string name;
    Alphabet alphabet = Alphabet::bytes;
    std::string core;    ///< of base64: the characters that the secret alone decides
    std::string before;  ///< characters that may precede the core; empty when nothing of the secret is there
    std::string after;   ///< characters that may follow the core; empty when nothing of the secret is there
  };
  /// Where something to be hidden stands.
  struct Span {
    std::size_t begin;
    std::size_t end;
    const std::string* name;
  };

  static Form embedded(std::string_view name, std::string_view secret, unsigned offset);
  static void find(const Form& form, std::string_view text, std::vector<Span>& found);
  static std::string replace(std::string_view text, std::vector<Span>& found);

  std::vector<Form> forms_;
};

}  // namespace sellsign
