#include <algorithm>

#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/advice/corrected_value.h"
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
    note_departures(findings_);
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
    const bool is_number = plain == "number" || plain == "customernumber";
    std::vector<std::string_view> names;
    for (std::size_t i = 0; i < rows_.size(); ++i) {
      const FieldInfo& row = rows_[i];
      if (row.need == Need::answer || matched_[i] != nullptr || given_.test(i)) continue;
      if (letters_and_digits_of(row.name) == plain ||
          (is_number && (row.name == "number" || row.name == "customer_number")))
        return i;
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
      meant_.emplace_back(&argument, i);
    }
    if (i < rows_.size()) {
      given_.set(i);
      correction_.parameters.push_back(
          corrected_value(rows_[i], argument, refused_, stays_in_body(argument)));
    } else if (refused_.mode == Mode::lenient) {
      const bool nested = argument.type == WireType::container;
      correction_.parameters.push_back({without_odd(argument.name, false), without_odd(argument.text, false),
                                        nested ? WireType::text : argument.type, stays_in_body(argument),
                                        false});
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

  /// What is mandatory, and in strict mode what a GET has to carry.
  void fill_up() {
    const bool strict_get = refused_.mode == Mode::strict && correction_.verb == "GET";
    const bool in_body = correction_.body != api::BodyForm::none;
    for (const std::size_t i : correction_.row->parameters.in_order()) {
      const FieldInfo& row = rows_[i];
      if (given_.test(i)) continue;  // where it was misspelt, that is said with the name that was meant
      if (row.need == Need::mandatory && matched_[i] == nullptr)
        correction_.note(Weight::refused, "parameter " + shown(row.name) + " is mandatory and missing",
                         mandatory_source(*correction_.row));
      if (row.need == Need::mandatory) {
        const bool number = row.type == api::JsonType::integer;
        correction_.parameters.push_back({std::string(row.name), placeholder(row),
                                          number ? WireType::integer : WireType::text, in_body, true});
      } else if (row.need == Need::present && strict_get) {
        correction_.parameters.push_back({std::string(row.name), "", WireType::text, in_body, true});
      }
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
      const bool names_customer = argument.name == "customer_number";
      note_odd_characters(
          {shown(argument.name), argument.text, plain, names_customer ? Weight::state : Weight::note,
           names_customer ? unknown_customer_source(*correction_.row) : source},
          correction_);
    }
  }

  void note_departures(const api::Findings& findings) {
    for (const api::Departure& departure : findings.departures) {
      const api::DepartureRow& row = api::row_of(departure.id);
      if (departure.id == DepartureId::unknown_parameter)
        note_unknown(departure.subject);
      else if (departure.id == DepartureId::camel_case_key || departure.id == DepartureId::undocumented_alias)
        correction_.note(Weight::departure, other_name(departure.subject), row.source);
      else
        correction_.note(Weight::departure, shown(departure.subject) + " " + std::string(row.words),
                         row.source);
    }
  }

  void note_unknown(const std::string& name) {
    if (is_token_name(name) || (selector_ != nullptr && selector_->name == name)) return;
    const auto found = std::ranges::find(meant_, name, [](const auto& pair) { return pair.first->name; });
    const std::size_t i = found == meant_.end() ? rows_.size() : found->second;
    const bool mandatory = i < rows_.size() && rows_[i].need == Need::mandatory;
    std::string words = "parameter " + shown(name) + " is unknown";
    if (i < rows_.size()) words += "; did you mean " + shown(rows_[i].name) + "?";
    correction_.note(mandatory ? Weight::refused : Weight::departure, words,
                     mandatory ? mandatory_source(*correction_.row) : "doc.wire.parameters"_src);
  }

  std::string other_name(const std::string& name) const {
    const FieldInfo* const row = api::find_parameter(*correction_.row, name);
    return "parameter " + shown(name) + " should be " + shown(row == nullptr ? name : row->name);
  }

  void note_value(const FieldInfo& row, const Argument& argument) {
    const api::Findings findings = check_value(row, argument);
    if (findings.refusal) {
      const bool is_text = row.type == api::JsonType::string;
      correction_.note(Weight::refused, type_words(row, argument),
                       is_text ? "asm.wire.json-object"_src : row.source);
      return;
    }
    for (const api::Departure& departure : findings.departures) {
      const bool is_type = departure.id == DepartureId::number_for_text ||
                           departure.id == DepartureId::text_for_number ||
                           departure.id == DepartureId::text_for_boolean;
      const api::DepartureRow& about = api::row_of(departure.id);
      correction_.note(
          Weight::departure,
          is_type ? type_words(row, argument)
                  : shown(row.name) + " is " + shown(argument.text) + ", which " + std::string(about.words),
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
  std::vector<std::pair<const Argument*, std::size_t>> meant_;
};

}  // namespace

void correct_parameters(const Refused& refused, const api::Arguments& arguments, Correction& correction) {
  ParameterCheck(refused, arguments, correction).run();
}

}  // namespace sellsign::mock
