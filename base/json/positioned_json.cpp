#include "base/json/positioned_json.h"

#include <algorithm>
#include <cctype>
#include <vector>

#include <nlohmann/json.hpp>

#include "base/json/syntax_words.h"
#include "base/result.h"

namespace sellsign {
namespace {

/// Walks over a text in step with the parser and knows where each of its tokens starts.
class TokenCursor {
 public:
  explicit TokenCursor(std::string_view text) : text_(text), end_(text.starts_with("\xEF\xBB\xBF") ? 3 : 0) {}

  /// Goes to the start of the next token, over white space, commas, colons and comments.
  void find_token() {
    start_ = end_;
    while (start_ < text_.size()) {
      const char c = text_[start_];
      if (c == ',' || c == ':') {
        before_ = c;
        ++start_;
      } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
        ++start_;
      } else if (!skip_comment()) {
        return;
      }
    }
  }

  /// Goes over the token that was found.
  void pass_token() {
    end_ = start_;
    if (end_ >= text_.size()) return;
    if (text_[end_] == '"') {
      for (++end_; end_ < text_.size() && text_[end_] != '"'; ++end_)
        if (text_[end_] == '\\') ++end_;
      ++end_;
    } else if (is_word(text_[end_])) {
      while (end_ < text_.size() && is_word(text_[end_])) ++end_;
    } else {
      ++end_;
    }
    end_ = std::min(end_, text_.size());
    before_ = text_[end_ - 1];
  }

  /// Line and column of the token that was found. Only moves forward.
  std::pair<int, int> place() {
    if (counted_ < start_) position_.pass(text_.substr(counted_, start_ - counted_));
    counted_ = std::max(counted_, start_);
    return {position_.line, position_.column};
  }

  std::size_t start() const { return start_; }
  char before() const { return before_; }

 private:
  static bool is_word(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-' || c == '+' || c == '.';
  }

  /// False when no closed comment is here.
  bool skip_comment() {
    const std::string_view rest = text_.substr(start_);
    if (rest.starts_with("//")) {
      const auto end = rest.find('\n');
      start_ = end == std::string_view::npos ? text_.size() : start_ + end + 1;
      return true;
    }
    if (!rest.starts_with("/*")) return false;
    const auto end = rest.find("*/", 2);
    if (end == std::string_view::npos) return false;
    start_ += end + 2;
    return true;
  }

  std::string_view text_;
  std::size_t end_;
  std::size_t start_ = 0, counted_ = end_;
  Position position_;
  char before_ = 0;
};

std::string escaped(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

}  // namespace

std::string child(std::string_view pointer, std::string_view key) {
  return std::string(pointer) + "/" + escaped(key);
}

std::string child(std::string_view pointer, std::size_t index) {
  return std::string(pointer) + "/" + std::to_string(index);
}

/// Builds the value and its places from the parser's events.
class PositionedReader final : public nlohmann::json_sax<Json> {
 public:
  PositionedReader(PositionedJson& out, std::string_view text, JsonDialect dialect)
      : out_(out), text_(text), cursor_(text), dialect_(dialect) {}

  Problems problems;

  bool null() override { return leaf(nullptr); }
  bool boolean(bool value) override { return leaf(value); }
  bool number_integer(number_integer_t value) override { return leaf(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (dialect_ == JsonDialect::commented && value > 9223372036854775807U) return too_big();
    return leaf(value);
  }
  bool number_float(number_float_t value, const string_t& digits) override {
    if (dialect_ == JsonDialect::commented && digits.find_first_of(".eE") == string_t::npos) return too_big();
    return leaf(value);
  }
  bool string(string_t& value) override { return leaf(std::move(value)); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*elements*/) override { return open(Json::object()); }
  bool start_array(std::size_t /*elements*/) override { return open(Json::array()); }
  bool end_object() override { return close(); }
  bool end_array() override { return close(); }

  bool key(string_t& name) override {
    cursor_.find_token();
    if (open_.back()->contains(name)) return refuse("duplicate key \"" + name + "\"");
    key_ = name;
    out_.keys_[child(pointers_.back(), name)] = cursor_.place();
    cursor_.pass_token();
    return true;
  }

  bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                   const nlohmann::detail::exception& error) override {
    cursor_.find_token();
    return refuse(syntax_words(text_, cursor_.start(), cursor_.before(), error.what()));
  }

  Json root;

 private:
  bool refuse(std::string what) {
    const auto [line, column] = cursor_.place();
    problems.push_back({Position{out_.file_, line, column}.text(), std::move(what)});
    return false;
  }

  bool too_big() {
    cursor_.find_token();
    return refuse("this number does not fit into 64 bits");
  }

  /// Puts a value where the parser is and notes its place.
  Json* put(Json value) {
    std::string pointer;
    Json* placed = &root;
    if (open_.empty()) {
      root = std::move(value);
    } else if (open_.back()->is_array()) {
      pointer = child(pointers_.back(), open_.back()->size());
      open_.back()->push_back(std::move(value));
      placed = &open_.back()->back();
    } else {
      pointer = child(pointers_.back(), key_);
      placed = &((*open_.back())[key_] = std::move(value));
    }
    cursor_.find_token();
    out_.values_[pointer] = cursor_.place();
    cursor_.pass_token();
    pointer_ = std::move(pointer);
    return placed;
  }

  template <class T>
  bool leaf(T&& value) {
    put(Json(std::forward<T>(value)));
    return true;
  }

  bool open(Json value) {
    if (open_.size() >= k_deepest_json) {
      cursor_.find_token();
      return refuse("more than " + std::to_string(k_deepest_json) + " levels are not read");
    }
    open_.push_back(put(std::move(value)));
    pointers_.push_back(pointer_);
    return true;
  }

  bool close() {
    open_.pop_back();
    pointers_.pop_back();
    cursor_.find_token();
    cursor_.pass_token();
    return true;
  }

  PositionedJson& out_;
  std::string_view text_;
  TokenCursor cursor_;
  JsonDialect dialect_;
  std::string key_, pointer_;
  std::vector<Json*> open_;
  std::vector<std::string> pointers_;

 public:
  static Problems read(std::string file, std::string_view text, JsonDialect dialect, PositionedJson& out) {
    out.file_ = std::move(file);
    PositionedReader reader(out, text, dialect);
    Json::sax_parse(text.begin(), text.end(), &reader, nlohmann::detail::input_format_t::json, true,
                    dialect == JsonDialect::commented);
    out.value_ = std::make_shared<const Json>(std::move(reader.root));
    return std::move(reader.problems);
  }
};

Problems read_json(std::string file, std::string_view text, JsonDialect dialect, PositionedJson& out) {
  return PositionedReader::read(std::move(file), text, dialect, out);
}

Position PositionedJson::value_at(std::string_view pointer) const {
  for (;;) {
    if (const auto found = values_.find(pointer); found != values_.end())
      return {file_, found->second.first, found->second.second};
    if (pointer.empty()) return {file_, 1, 1};
    pointer = pointer.substr(0, pointer.rfind('/'));
  }
}

Position PositionedJson::key_at(std::string_view pointer) const {
  if (const auto found = keys_.find(pointer); found != keys_.end())
    return {file_, found->second.first, found->second.second};
  return value_at(pointer);
}

}  // namespace sellsign
