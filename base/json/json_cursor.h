#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/json/json.h"

namespace sellsign {

/// Reads JSON front to back, straight into what the caller wants, for files too large for a tree of values.
/// After the first syntax error (`failure`) nothing is read any more and every function says no. More than
/// `k_deepest_json` levels are such an error, so that whoever follows the text down goes no deeper. Views
/// that it gives are valid until the next text is read, and while the given text lives.
class JsonCursor {
 public:
  enum class Kind : std::uint8_t { object, list, text, integer, real, boolean, null, nothing };

  /// The place, in bytes, and what is wrong there.
  struct SyntaxError {
    std::size_t offset;
    std::string what;
  };

  explicit JsonCursor(std::string_view text, JsonDialect dialect = JsonDialect::plain)
      : text_(text), dialect_(dialect) {}

  const std::optional<SyntaxError>& failure() const { return failure_; }
  /// What the caller cannot take counts as a failure, too. The first one stays.
  void refuse(std::size_t offset, std::string what);

  /// What comes next; `nothing` when that is no value.
  Kind kind();
  /// Where it starts, in bytes.
  std::size_t offset();

  /// These take what comes next if it is of that kind; otherwise it stays where it is.
  bool open_object() { return take('{'); }
  bool open_list() { return take('['); }
  bool read(std::string_view& value);
  bool read(std::int64_t& value);
  bool read(bool& value);
  /// The number that comes next, as it is written; empty if there is none.
  std::string_view number();

  /// In an object: takes the next key, or else the end.
  bool next_key(std::string_view& key);
  /// Where the key taken last starts, in bytes.
  std::size_t key_offset() const { return key_offset_; }
  /// In a list: whether a value comes next; takes the end if not.
  bool next_item() { return go_on(']', "a comma or ] is expected here") && expect_value(); }

  /// Passes over the value that comes next.
  void skip();
  /// Nothing but white space may be left.
  void expect_end();

 private:
  char peek();
  bool take(char c);
  bool go_on(char closing, std::string_view wanted);
  bool fail(std::size_t offset, std::string_view problem);
  bool fail_in_text(std::string_view problem);
  bool skip_comment();
  std::string_view word() const;
  void pass_word();
  bool expect_value();
  bool read_text(std::string_view& value);
  bool decode(std::size_t from, std::size_t to);
  bool decode_escape(std::size_t& at);
  std::optional<std::uint32_t> hex(std::size_t from) const;

  std::string_view text_;
  JsonDialect dialect_;
  std::size_t at_ = 0;
  char before_ = 0;         // the last byte of the token before, for the message of a syntax error
  bool opened_ = false;     // just behind an opening bracket
  std::size_t levels_ = 0;  // of what is open
  std::size_t key_offset_ = 0;
  std::string decoded_;
  std::optional<SyntaxError> failure_;
};

/// `text`, `a whole number`...
std::string_view name_of(JsonCursor::Kind kind);

/// Whether the text is one number as JSON writes it, and nothing else.
bool is_json_number(std::string_view text);

}  // namespace sellsign
