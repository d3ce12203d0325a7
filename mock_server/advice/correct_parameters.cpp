#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/advice/correction.h"
#include "mock_server/calls/nearest_call.h"
#include "mock_server/calls/odd_characters.h"

namespace sellsign::mock {
namespace {

using api::Argument;
using api::DepartureId;
using api::FieldInfo;
using api::Need;
using api::WireType;
using api::operator""_src;

/// The statement that makes a call's parameters mandatory.
const api::Source* mandatory_source(const api::Endpoint& call) {
  return call.mandatory != nullptr ? call.mandatory : call.source;
}

/// Small letters and digits: `Post-Code` and `post_code` are the same.
std::string letters_and_digits_of(std::string_view name) {
  std::string plain = lower(without_odd(name, true));
  std::erase_if(plain, [](char c) { return !is_alnum(c); });
  return plain;
}

/// Whether a call names its customer so.
bool names_customer(std::string_view plain) {
  return std::ranges::any_of(api::endpoints(), [&](const api::Endpoint& call) {
    return std::ranges::any_of(call.parameters, [&](const FieldInfo& row) {
      return row.names_customer() && letters_and_digits_of(row.name) == plain;
    });
  });
}

/// Whether a value has another type than the documented one.
bool is_of_type(DepartureId id) {
  return id == DepartureId::number_for_text || id == DepartureId::text_for_number ||
         id == DepartureId::text_for_boolean;
}

/// One request's parameters against the rows of its call.
class ParameterCheck {
 public:
  ParameterCheck(const Refused& refused, const api::Arguments& arguments, Correction& correction)
      : refused_(refused),
        arguments_(arguments),
        correction_(correction),
        rows_(correction.row->parameters.rows),
        selector_(find_selector(arguments)),
        matched_(api::match_arguments(*correction.row, arguments, correction.verb == "GET", findings_)) {}

  void run() {
    note_odd();
    for (const Argument& argument : arguments_.all()) take(argument);
    for (const api::Finding& finding : findings_.departures) note(finding);
    fill_up();
    for (std::size_t i = 0; i < rows_.size(); ++i)
      if (matched_[i] != nullptr) note_value(rows_[i], *matched_[i]);
  }

 private:
  bool is_skipped(const Argument& argument) const {
    return is_reserved(argument, correction_.row->form) || &argument == selector_ || argument.name.empty() ||
           is_token_name(argument.name);
  }

  bool stays_in_body(const Argument& argument) const {
    return correction_.body != api::BodyForm::none && argument.origin != api::Origin::query;
  }

  std::size_t row_of(const Argument& argument) const {
    std::size_t i = 0;
    while (i < rows_.size() && matched_[i] != &argument) ++i;
    return i;
  }

  /// The row that a name without one may have meant, of those that were not given.
  std::size_t meant_row(std::string_view name) const {
    const std::string plain = letters_and_digits_of(name);
    const bool is_number = names_customer(plain);
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const FieldInfo& row = rows_[i];
      if (row.need == Need::answer || matched_[i] != nullptr || given_.test(i)) continue;
      if (letters_and_digits_of(row.name) == plain || (is_number && row.names_customer())) return i;
      names.push_back(row.name);
    }
    const auto near = nearest(without_odd(name, true), names);
    if (!near) return rows_.size();
    return static_cast<std::size_t>(std::ranges::find(rows_, *near, &FieldInfo::name) - rows_.begin());
  }

  void take(const Argument& argument) {
    if (is_skipped(argument) || argument.type == WireType::null) return;
    std::size_t i = row_of(argument);
    if (i == rows_.size()) {
      const FieldInfo* const known = api::find_parameter(*correction_.row, argument.name);
      if (known != nullptr) return take_unmatched(*known, argument);
      i = meant_row(argument.name);
      meant_.emplace_back(argument.name, i);
    }
    if (i < rows_.size()) {
      given_.set(i);
      correction_.parameters.push_back(corrected_value(rows_[i], argument, stays_in_body(argument)));
    }
  }

  /// An empty optional number is no value, but may have to be there; anything else is a duplicate.
  void take_unmatched(const FieldInfo& row, const Argument& argument) {
    const auto i = static_cast<std::size_t>(&row - rows_.data());
    if (matched_[i] != nullptr || given_.test(i) || !argument.text.empty()) return;
    given_.set(i);
    correction_.parameters.push_back(
        {std::string(row.name), "", WireType::text, stays_in_body(argument), false});
  }

  /// What is mandatory, and what a GET has to carry.
  void fill_up() {
    const bool is_get = correction_.verb == "GET";
    const bool in_body = correction_.body != api::BodyForm::none;
    for (const std::size_t i : correction_.row->parameters.in_order()) {
      const FieldInfo& row = rows_[i];
      if (given_.test(i)) continue;  // where it was misspelt, that is said with the name that was meant
      const bool is_noted = row.role == api::Role::id || !correction_.understood;
      if (row.need == Need::mandatory && matched_[i] == nullptr && !is_noted)
        correction_.note(Weight::refused, "parameter " + shown(row.name) + " is mandatory and missing",
                         mandatory_source(*correction_.row));
      if (row.need == Need::mandatory)
        correction_.parameters.push_back(made_up(row, in_body));
      else if (row.need == Need::present && is_get)
        correction_.parameters.push_back({std::string(row.name), "", WireType::text, in_body, true});
    }
  }

  void note_odd() {
    for (const Argument& argument : arguments_.all()) {
      if (is_skipped(argument)) continue;
      const std::size_t i = row_of(argument);
      const bool plain = i < rows_.size() && wants_ascii(rows_[i]);
      if (!is_utf8(argument.text) || !is_utf8(argument.name))
        correction_.note(Weight::refused, "parameter " + shown(argument.name) + " is not valid UTF-8",
                         "asm.wire.utf8"_src);
      const auto* const source = "doc.wire.parameters"_src;
      note_odd_characters({"the name " + shown(argument.name), argument.name, true, Weight::note, source},
                          correction_);
      const bool decides = i < rows_.size() && rows_[i].role == api::Role::owner &&
                           refuses_unknown_customer(*correction_.row, refused_.settings);
      note_odd_characters({shown(argument.name), argument.text, plain, decides ? Weight::state : Weight::note,
                           decides ? rows_[i].refused_source : source},
                          correction_);
    }
  }

  void note(const api::Finding& finding) {
    const api::DepartureRow& about = api::row_of(finding.id);
    std::string words = shown(finding.subject) + " " + std::string(about.words);
    if (finding.id == DepartureId::unknown_parameter) return note_unknown(finding.subject);
    if (finding.id == DepartureId::camel_case_key || finding.id == DepartureId::undocumented_alias)
      words = "parameter " + shown(finding.subject) + " should be " + shown(finding.row->name);
    correction_.note(Weight::departure, std::move(words), &statement_of(finding));
  }

  void note_unknown(std::string_view name) {
    if (is_token_name(name) || (selector_ != nullptr && selector_->name == name)) return;
    const auto found = std::ranges::find(meant_, name, [](const auto& meant) { return meant.first; });
    const FieldInfo* const meant =
        found == meant_.end() || found->second == rows_.size() ? nullptr : &rows_[found->second];
    const bool mandatory = meant != nullptr && meant->need == Need::mandatory;
    correction_.note(mandatory ? Weight::refused : Weight::departure,
                     "parameter " + shown(name) + " is unknown" +
                         (meant == nullptr ? "" : "; did you mean " + shown(meant->name) + "?"),
                     mandatory ? mandatory_source(*correction_.row) : "doc.wire.parameters"_src);
  }

  void note_value(const FieldInfo& row, const Argument& argument) {
    const api::Findings found = api::check_value(row, argument);
    if (!found.flaws.empty())
      return correction_.note(Weight::refused, type_words(row, argument),
                              row.type == api::JsonType::string ? "asm.wire.json-object"_src : row.source);
    for (const api::Finding& finding : found.departures) {
      const api::DepartureRow& about = api::row_of(finding.id);
      correction_.note(Weight::departure,
                       is_of_type(finding.id) ? type_words(row, argument)
                                              : shown(row.name) + " is " + shown(argument.text) + ", which " +
                                                    std::string(about.words),
                       about.source);
    }
  }

  const Refused& refused_;
  const api::Arguments& arguments_;
  Correction& correction_;
  std::span<const FieldInfo> rows_;
  const Argument* selector_;
  api::Findings findings_;
  api::Matched matched_;
  std::bitset<api::k_most_fields> given_;
  std::vector<std::pair<std::string_view, std::size_t>> meant_;
};

}  // namespace

void correct_parameters(const Refused& refused, const api::Arguments& arguments, Correction& correction) {
  ParameterCheck(refused, arguments, correction).run();
}

}  // namespace sellsign::mock
