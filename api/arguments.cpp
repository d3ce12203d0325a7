#include "api/arguments.h"

#include <nlohmann/json.hpp>

#include "api/json_writer.h"

namespace sellsign::api {
namespace {

std::string_view without_bom(std::string_view text) {
  constexpr std::string_view k_bom = "\xEF\xBB\xBF";
  return text.starts_with(k_bom) ? text.substr(k_bom.size()) : text;
}

/// The last bytes of what the parser had read, fit for a sentence.
std::string printable_end(const std::string& token) {
  constexpr std::size_t k_shown = 20;
  std::string end = token.substr(token.size() > k_shown ? token.size() - k_shown : 0);
  for (char& c : end)
    if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) > 0x7E) c = '?';
  return "\"" + end + "\"";
}

/// Takes the members of one top-level JSON object; what is nested deeper is passed over.
class ObjectReader : public nlohmann::json::json_sax_t {
 public:
  ObjectReader(std::vector<Argument>& arguments, std::string& decoded)
      : arguments_(arguments), decoded_(decoded) {}

  bool null() override { return add(WireType::null, ""); }
  bool boolean(bool value) override { return add(WireType::boolean, value ? "true" : "false"); }
  bool number_integer(number_integer_t value) override { return add_number(value); }
  bool number_unsigned(number_unsigned_t value) override {
    if (value > static_cast<number_unsigned_t>(INT64_MAX)) return add(WireType::real, std::to_string(value));
    return add_number(static_cast<std::int64_t>(value));
  }
  bool number_float(number_float_t /*value*/, const string_t& text) override {
    return add(WireType::real, text);
  }
  bool string(string_t& value) override { return add(WireType::text, value); }
  bool binary(binary_t& /*value*/) override { return false; }
  bool start_object(std::size_t /*elements*/) override {
    if (depth_ > 0) add(WireType::container, "");
    ++depth_;
    return true;
  }
  bool start_array(std::size_t /*elements*/) override {
    if (depth_ == 0) {
      error_ = "The JSON body must be an object of parameters, not an array.";
      return false;
    }
    add(WireType::container, "");
    ++depth_;
    return true;
  }
  bool end_object() override { return --depth_, true; }
  bool end_array() override { return --depth_, true; }
  bool key(string_t& value) override {
    if (depth_ == 1) name_ = keep(value);
    return true;
  }
  bool parse_error(std::size_t position, const std::string& token,
                   const nlohmann::json::exception& error) override {
    error_ = "The JSON body is not valid at byte " + std::to_string(position) +
             (token.empty() ? "" : ", behind " + printable_end(token)) +
             (error.id == 101 ? "" : "; a number is out of range") + ".";
    return false;
  }

  const std::string& error() const { return error_; }

 private:
  std::string_view keep(std::string_view text) {
    const std::size_t from = decoded_.size();
    decoded_ += text;
    return std::string_view(decoded_).substr(from);
  }
  bool add_number(std::int64_t value) {
    const std::size_t from = decoded_.size();
    append_json(decoded_, value);
    return add_view(WireType::integer, std::string_view(decoded_).substr(from));
  }
  bool add(WireType type, std::string_view text) {
    if (depth_ > 1) return true;
    return add_view(type, keep(text));
  }
  bool add_view(WireType type, std::string_view text) {
    if (depth_ == 0) {
      error_ = "The JSON body must be an object of parameters.";
      return false;
    }
    if (depth_ == 1) arguments_.push_back({name_, text, type, Origin::json, {}});
    return true;
  }

  std::vector<Argument>& arguments_;
  std::string& decoded_;
  std::string_view name_;
  std::string error_;
  int depth_ = 0;
};

}  // namespace

BodyLook look_of(std::string_view body) {
  body = without_bom(body);
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
  // Decoding never makes text longer, except that JSON numbers and literals are copied beside the keys they
  // follow.
  decoded_.reserve(query.size() + body.size() + 32);
  read_pairs(query, Origin::query);
  const BodyLook look = look_of(body);
  body = without_bom(body);
  if (look == BodyLook::empty) return std::nullopt;
  body_form_ = look == BodyLook::json ? BodyForm::json : BodyForm::form;
  if (look == BodyLook::json) return read_json(body);
  if (look == BodyLook::other)
    return "The request body is neither a JSON object nor a form (name=value&...).";
  read_pairs(body, Origin::form);
  return std::nullopt;
}

void Arguments::read_pairs(std::string_view text, Origin origin) {
  while (!text.empty()) {
    const Component name = take_component(text, true, decoded_);
    if (!name.at_equals && name.text.empty()) continue;
    Argument argument{name.text, {}, WireType::text, origin, name.notes};
    if (name.at_equals) {
      const Component value = take_component(text, false, decoded_);
      argument.text = value.text;
      argument.notes.bad_escape |= value.notes.bad_escape;
      argument.notes.unencoded |= value.notes.unencoded;
      argument.notes.beyond_ascii |= value.notes.beyond_ascii;
    }
    arguments_.push_back(argument);
  }
}

std::optional<std::string> Arguments::read_json(std::string_view body) {
  ObjectReader reader(arguments_, decoded_);
  if (nlohmann::json::sax_parse(body.begin(), body.end(), &reader)) return std::nullopt;
  return reader.error();
}

const Argument* Arguments::find_text(std::string_view name) const {
  for (const Argument& argument : arguments_)
    if (argument.origin != Origin::json && argument.name == name) return &argument;
  return nullptr;
}

}  // namespace sellsign::api
