#include "mock_server/mock/facts.h"

#include "base/utf8.h"
#include "mock_server/calls/trace.h"

namespace sellsign::mock {
namespace {

bool has(std::string_view text, std::string_view any_of) {
  return text.find_first_of(any_of) != std::string_view::npos;
}

/// What a field's value tells, by what the field stands for.
std::uint32_t facts_of_field(const api::FieldInfo& row, const api::Argument& argument) {
  const bool empty = argument.text.empty() && argument.type == api::WireType::text;
  const auto when = [](bool holds, std::uint32_t bit) { return holds ? bit : 0; };
  if (row.format == api::Format::birthdate) return empty ? fact::empty_birthdate : fact::filled_birthdate;
  switch (row.role) {
    case api::Role::key:
      return when(empty, fact::empty_number);
    case api::Role::offset:
    case api::Role::size:
      return when(!empty, fact::paged);
    case api::Role::id:
      return when(argument.text == "-1", fact::new_id);
    case api::Role::default_mark:
      return when(argument.text == "true", fact::is_default);
    default:
      return 0;
  }
}

std::uint32_t facts_of_text(const api::Argument& argument) {
  std::uint32_t facts = 0;
  if (argument.name != api::k_token_name && has(argument.text, "=&<>")) facts |= fact::markup;
  if (argument.name != api::k_token_name && has(argument.text, "'")) facts |= fact::apostrophe;
  if (argument.notes.beyond_ascii && !is_utf8(argument.text)) facts |= fact::not_utf8;
  return facts;
}

}  // namespace

std::uint32_t facts_of(const ReadRequest& asked, const api::Endpoint* row) {
  const std::string_view query = asked.request.query;
  std::uint32_t facts = 0;
  if (has(query, "%")) facts |= fact::percent;
  if (has(query, "+") || query.find("%20") != std::string_view::npos) facts |= fact::plus;
  for (const api::Argument& argument : asked.arguments.all()) {
    facts |= facts_of_text(argument);
    const api::FieldInfo* const field = row == nullptr ? nullptr : row->parameters.find(argument.name);
    if (field != nullptr) facts |= facts_of_field(*field, argument);
  }
  return facts;
}

}  // namespace sellsign::mock
