#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace sellsign {

/// Removes secrets from text at the sinks: stdout, stderr, reports, curl lines. Knows each secret plain,
/// percent-encoded (either case of hex, `+` or `%20`, any subset of reserved characters encoded),
/// JSON-escaped (also with the vendor's
/// `\u003d` style and escaped slashes), and base64 or base64url, alone or inside a longer text at any of the
/// three alignments. Immutable after the last `add`; then safe to use from many threads.
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

  bool empty() const { return secrets_.empty(); }

 private:
  struct Secret {
    std::string name;
    std::string value;
  };
  std::vector<Secret> secrets_;
};

}  // namespace sellsign
