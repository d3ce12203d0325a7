#include "api/arguments.h"

#include "base/json/json_cursor.h"
#include "base/number.h"
#include "base/text.h"
#include "base/utf8.h"

namespace sellsign::api {
namespace {

/// What is wrong with a body, with its last bytes up to there.
std::string words_of(const JsonCursor::SyntaxError& failure, std::string_view body) {
  constexpr std::size_t k_shown = 20;
  std::string end(body.substr(0, body.find_first_of(" \t\r\n,:]}", failure.offset + 1)));
  if (end.size() > k_shown) end.erase(0, end.size() - k_shown);
  for (char& c : end)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) c = '?';
  return "The JSON body is not valid at byte " + std::to_string(failure.offset + 1) + ", behind " +
         in_quotes(end) + ": " + failure.what + ".";
}

std::string too_many() {
  return "The request has more than " + std::to_string(k_most_arguments) + " parameters.";
}

}  // namespace

BodyLook look_of(std::string_view body) {
  body = without_byte_order_mark(body);
  const std::size_t first = body.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return BodyLook::empty;
  if (const char lead = body[first]; lead == '{' || lead == '[' || lead == '"') return BodyLook::json;
  const bool has_pairs = body.find('=') != std::string_view::npos && !body.starts_with("--");
  return has_pairs ? BodyLook::form : BodyLook::other;
}

std::optional<std::string> Arguments::read(std::string_view query, std::string_view body) {
  constexpr std::size_t k_usual = 24;
  arguments_.clear();
  arguments_.reserve(k_usual);
  decoded_.clear();
  decoded_.reserve(query.size() + body.size());  // decoding never makes text longer
  if (!read_pairs(query, Origin::query)) return too_many();
  const BodyLook look = look_of(body);
  body = without_byte_order_mark(body);
  if (look == BodyLook::empty) return std::nullopt;
  body_form_ = look == BodyLook::json ? BodyForm::json : BodyForm::form;
  if (look == BodyLook::json) return read_json(body);
  if (look == BodyLook::other)
    return "The request body is neither a JSON object nor a form (name=value&...).";
  return read_pairs(body, Origin::form) ? std::nullopt : std::optional(too_many());
}

bool Arguments::read_pairs(std::string_view text, Origin origin) {
  while (!text.empty()) {
    const Component name = take_component(text, true, decoded_);
    if (!name.at_equals && name.text.empty()) continue;
    if (arguments_.size() == k_most_arguments) return false;
    Argument argument{name.text, {}, WireType::text, origin, name.notes};
    if (name.at_equals) {
      const Component value = take_component(text, false, decoded_);
      argument.text = value.text;
      argument.notes |= value.notes;
    }
    arguments_.push_back(argument);
  }
  return true;
}

std::optional<std::string> Arguments::read_json(std::string_view body) {
  JsonCursor in(body);
  if (in.kind() == JsonCursor::Kind::list)
    return "The JSON body must be an object of parameters, not an array.";
  if (!in.open_object()) return "The JSON body must be an object of parameters.";
  for (std::string_view text; in.next_key(text);) {
    if (arguments_.size() == k_most_arguments) return too_many();
    Argument& argument = arguments_.emplace_back();
    argument.name = keep(text);
    argument.origin = Origin::json;
    read_value(in, argument);
  }
  in.expect_end();
  if (const auto& failure = in.failure()) return words_of(*failure, body);
  return std::nullopt;
}

/// What is nested deeper is passed over.
void Arguments::read_value(JsonCursor& in, Argument& argument) {
  using Kind = JsonCursor::Kind;
  std::string_view text;
  bool flag = false;
  switch (const Kind kind = in.kind()) {
    case Kind::text:
      in.read(text);
      argument.text = keep(text);
      return;
    case Kind::integer:
    case Kind::real:
      argument.text = in.number();
      argument.type = read_whole<std::int64_t>(argument.text) ? WireType::integer : WireType::real;
      return;
    case Kind::boolean:
      in.read(flag);
      argument.text = flag ? "true" : "false";
      argument.type = WireType::boolean;
      return;
    default:
      argument.type = kind == Kind::null ? WireType::null : WireType::container;
      in.skip();
  }
}

std::string_view Arguments::keep(std::string_view text) {
  const std::size_t from = decoded_.size();
  decoded_ += text;
  return std::string_view(decoded_).substr(from);
}

const Argument* Arguments::find_text(std::string_view name) const {
  for (const Argument& argument : arguments_)
    if (argument.origin != Origin::json && argument.name == name) return &argument;
  return nullptr;
}

}  // namespace sellsign::api
