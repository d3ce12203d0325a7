#include "mock_server/journal/rewrite.h"

#include "api/json_writer.h"
#include "base/json/json_cursor.h"

namespace sellsign::mock {
namespace {

using api::WireType;

constexpr std::string_view k_white_space = " \t\r\n";

/// The value of a JSON text with its quotes; what is inside when it cannot be read.
std::string decoded_text(std::string_view token) {
  JsonCursor in(token);
  if (std::string_view text; in.read(text)) return std::string(text);
  token.remove_prefix(1);
  if (token.ends_with('"')) token.remove_suffix(1);
  return std::string(token);
}

WireType type_of(std::string_view token) {
  if (token == "true" || token == "false") return WireType::boolean;
  if (token == "null") return WireType::null;
  if (!is_json_number(token)) return WireType::container;
  return token.find_first_of(".eE") == std::string_view::npos ? WireType::integer : WireType::real;
}

/// Walks over a JSON text, sound or not, and copies it.
class JsonRewriter {
 public:
  JsonRewriter(std::string_view text, const Rewrite& rewrite) : text_(text), rewrite_(rewrite) {
    out_.reserve(text.size());
  }

  std::string run() {
    while (at_ < text_.size()) step();
    return std::move(out_);
  }

 private:
  void step() {
    const char c = text_[at_];
    if (c == '"') {
      step_over_text();
    } else if (c == '{' || c == '[') {
      path_.emplace_back();
      copy(1);
    } else if (c == '}' || c == ']') {
      if (!path_.empty()) path_.pop_back();
      copy(1);
    } else if (c == ',' || c == ':' || k_white_space.find(c) != std::string_view::npos) {
      copy(1);
    } else {
      const std::size_t end = std::min(text_.find_first_of(" \t\r\n,:{}[]\"", at_), text_.size());
      const std::string_view token = text_.substr(at_, end - at_);
      put(token, token, type_of(token));
    }
  }

  void step_over_text() {
    std::size_t end = at_ + 1;
    while (end < text_.size() && text_[end] != '"') end += text_[end] == '\\' ? 2 : 1;
    end = std::min(end + 1, text_.size());
    const std::string_view token = text_.substr(at_, end - at_);
    const std::string text = decoded_text(token);
    const std::size_t next = text_.find_first_not_of(k_white_space, end);
    if (next == std::string_view::npos || text_[next] != ':') return put(token, text, WireType::text);
    if (path_.empty()) path_.emplace_back();
    path_.back() = text;
    copy(token.size());
  }

  void put(std::string_view token, std::string_view text, WireType type) {
    const auto other = rewrite_({path_, text, type, api::Origin::json, {}});
    out_ += other ? std::string_view(*other) : token;
    at_ += token.size();
  }

  void copy(std::size_t size) {
    out_ += text_.substr(at_, size);
    at_ += size;
  }

  std::string_view text_;
  const Rewrite& rewrite_;
  std::string out_;
  std::size_t at_ = 0;
  std::vector<std::string> path_;
};

std::string rewrite_pair(std::string_view pair, api::Origin origin, const Rewrite& rewrite) {
  const std::size_t equals = pair.find('=');
  if (equals == std::string_view::npos) return std::string(pair);
  const std::string name = percent_decoded(pair.substr(0, equals));
  std::string text;
  const PercentNotes notes = decode_component(pair.substr(equals + 1), text);
  const auto other = rewrite({{&name, 1}, text, WireType::text, origin, notes});
  if (!other) return std::string(pair);
  return std::string(pair.substr(0, equals + 1)) + *other;
}

}  // namespace

std::string encoded_for(const Place& place, std::string_view text) {
  if (place.origin != api::Origin::json) return encode_component(text);
  if (place.type != WireType::text) return std::string(text);
  std::string json;
  append_json(json, text, HtmlEscape::off);
  return json;
}

std::string rewrite_pairs(std::string_view text, api::Origin origin, const Rewrite& rewrite) {
  std::string out;
  for (;;) {
    const std::size_t end = text.find('&');
    out += rewrite_pair(text.substr(0, end), origin, rewrite);
    if (end == std::string_view::npos) return out;
    out += '&';
    text.remove_prefix(end + 1);
  }
}

std::string rewrite_json(std::string_view text, const Rewrite& rewrite) {
  return JsonRewriter(text, rewrite).run();
}

std::string rewrite_body(std::string_view body, const Rewrite& rewrite) {
  switch (api::look_of(body)) {
    case api::BodyLook::json:
      return rewrite_json(body, rewrite);
    case api::BodyLook::form:
      return rewrite_pairs(body, api::Origin::form, rewrite);
    default:
      return std::string(body);
  }
}

}  // namespace sellsign::mock
