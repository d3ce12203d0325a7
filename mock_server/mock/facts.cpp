#include "mock_server/mock/facts.h"

#include "base/utf8.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {
namespace {

bool has(std::string_view text, std::string_view any_of) {
  return text.find_first_of(any_of) != std::string_view::npos;
}

std::uint32_t facts_of_empty(std::string_view name) {
  if (name == "number") return fact::empty_value | fact::empty_number;
  if (name == "birthdate") return fact::empty_value | fact::empty_birthdate;
  return fact::empty_value;
}

std::uint32_t facts_of_filled(const api::Argument& argument) {
  const std::string_view name = argument.name, text = argument.text;
  std::uint32_t facts = 0;
  if (name == "birthdate") facts |= fact::filled_birthdate;
  if (name == "offset" || name == "size") facts |= fact::paged;
  if (name == "id" && text == "-1") facts |= fact::new_id;
  if (name == "is_default" && text == "true") facts |= fact::is_default;
  if (name != "j_token" && has(text, "=&<>")) facts |= fact::markup;
  if (name != "j_token" && has(text, "'")) facts |= fact::apostrophe;
  if (argument.notes.beyond_ascii && !is_utf8(text)) facts |= fact::not_utf8;
  return facts;
}

}  // namespace

std::uint32_t facts_of(const ReadRequest& asked) {
  const std::string_view query = asked.request.query;
  std::uint32_t facts = 0;
  if (has(query, "%")) facts |= fact::percent;
  if (has(query, "+") || query.find("%20") != std::string_view::npos) facts |= fact::plus;
  for (const api::Argument& argument : asked.arguments.all())
    facts |= argument.text.empty() && argument.type == api::WireType::text ? facts_of_empty(argument.name)
                                                                           : facts_of_filled(argument);
  return facts;
}

}  // namespace sellsign::mock
