#include "api/departures.h"
#include "api/endpoints.h"
#include "api/export/exports.h"

namespace sellsign::api {
namespace {

using Cells = std::initializer_list<std::string_view>;

std::string code(std::string_view text) { return text.empty() ? "" : "`" + std::string(text) + "`"; }

void add_row(std::string& out, Cells cells) {
  out += '|';
  for (const std::string_view cell : cells) {
    out += ' ';
    for (const char c : cell) out += c == '|' ? "\\|" : std::string(1, c);
    out += " |";
  }
  out += '\n';
}

void add_head(std::string& out, Cells titles) {
  add_row(out, titles);
  out += '|';
  for (std::size_t i = 0; i < titles.size(); ++i) out += " --- |";
  out += '\n';
}

std::string_view words_for(ReturnForm form) {
  switch (form) {
    case ReturnForm::object:
      return "one object";
    case ReturnForm::nullable:
      return "one object, or `null`";
    case ReturnForm::elements:
      return "`{\"elements\":[...]}`";
    case ReturnForm::array:
      return "a bare array";
    case ReturnForm::other:
      break;
  }
  return "";
}

void add_parameters(std::string& out, const Endpoint& endpoint) {
  add_head(out, {"parameter", "also", "need", "type", "meaning", "source"});
  for (const std::size_t i : endpoint.parameters.in_order()) {
    const FieldInfo& row = endpoint.parameters[i];
    add_row(out, {code(row.name), code(row.alias), name_of(row.need), name_of(row.format), row.about,
                  row.source->id});
  }
}

void add_answer(std::string& out, const Endpoint& endpoint) {
  out += "\nAnswers " + std::string(words_for(endpoint.returns)) + " with these keys, in this order:\n\n";
  add_head(out, {"key", "type", "meaning", "source"});
  for (const FieldInfo& row : endpoint.answer)
    if (!row.key.empty()) add_row(out, {code(row.key), name_of(row.type), row.about, row.source->id});
}

void add_call(std::string& out, const Endpoint& endpoint) {
  out += "\n## " + std::string(endpoint.id) + "\n\n" + std::string(endpoint.about) + ".\n\n";
  out += "`" + path_of(endpoint) + "?" + selector_of(endpoint) + "` by GET" +
         (documents_verb(endpoint, "POST") ? " or POST" : "") +
         "; effect: " + std::string(name_of(endpoint.effect)) +
         "; confidence: " + std::string(name_of(endpoint.confidence)) +
         "; source: " + std::string(endpoint.source->id) + ".\n\n";
  add_parameters(out, endpoint);
  add_answer(out, endpoint);
}

}  // namespace

std::string export_markdown() {
  std::string out =
      "# The SELL&SIGN calls that this mock answers\n\nPrinted by `sellsign export markdown` from the "
      "tables. Not made by "
      "the vendor.\n";
  for (const Endpoint& row : endpoints())
    if (row.call != Call::not_built) add_call(out, row);
  out += "\n## Known by name, answered with 501\n\n";
  add_head(out, {"call", "path", "effect", "source"});
  for (const Endpoint& row : endpoints())
    if (row.call == Call::not_built)
      add_row(out, {code(row.id), code(path_of(row)), name_of(row.effect), row.source->id});
  out += "\n## Departures\n\nLenient mode answers and warns, strict mode refuses.\n\n";
  add_head(out, {"departure", "words", "statement"});
  for (const DepartureRow& row : departures()) add_row(out, {code(row.name), row.words, row.source->id});
  out += "\n## Statements\n\n";
  add_head(out, {"id", "kind", "statement", "origin"});
  for (const Source& source : sources())
    add_row(out, {source.id, name_of(source.kind), source.text, source.origin});
  return out;
}

}  // namespace sellsign::api
