#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "mock_server/advice/advice.h"

// What advice is made of: each step looks at one part of a refused request, notes what differs, and puts the
// part right.

namespace sellsign::mock {

/// What a difference does to the request, for telling which one is behind the refusal.
enum class Weight : std::uint8_t {
  refused,    ///< refused in every mode
  departure,  ///< refused in strict mode
  state,      ///< refused for what is in the store, after all others
  note        ///< refused by nothing, but worth to know
};

struct Difference {
  Weight weight;
  std::string words;  ///< printable ASCII
  const api::Source* source;
};

struct CorrectedParameter {
  std::string name;
  std::string value;
  api::WireType type = api::WireType::text;
  bool in_body = false;
  bool made_up = false;  ///< the caller did not give it
};

/// The request as the mock would take it, and what differs in the one that came.
struct Correction {
  const api::Endpoint* row = nullptr;
  std::string verb = "GET";
  api::BodyForm body = api::BodyForm::none;
  TokenPlace token = TokenPlace::query;
  std::vector<CorrectedParameter> parameters;
  bool understood = true;          ///< the body could be read, if only with slips undone
  std::string customer_to_create;  ///< number of a customer that has to be created first; empty: none
  std::vector<Difference> differences;

  void note(Weight weight, std::string words, const api::Source* source) {
    differences.push_back({weight, std::move(words), source});
  }
};

/// Whether a parameter or header of that name looks like one that holds a token: its value must not be shown.
bool is_token_name(std::string_view name);

/// `"text"`, visible and short.
std::string shown(std::string_view text);

/// A text that may hold odd characters, and what it means if it does.
struct Suspect {
  std::string subject;  ///< what the words call it
  std::string_view text;
  bool look_alikes = true;  ///< letters that look like ASCII ones count, too
  Weight weight = Weight::note;
  const api::Source* source = nullptr;
};

/// Notes the first odd character of a text.
void note_odd_characters(const Suspect& suspect, Correction& correction);

/// Whether the call refuses a customer that does not exist.
bool refuses_unknown_customer(const api::Endpoint& call, const Settings& settings);

/// Each looks at what was refused for one kind of reason, corrects what it can, and notes what was wrong: the
/// call that was meant, the token, the parameters by their rows, and what the store does not know.
void correct_route(const Refused& refused, const api::Arguments& arguments, Correction& correction);
void correct_token(const Refused& refused, const api::Arguments& arguments, Correction& correction);
void correct_parameters(const Refused& refused, const api::Arguments& arguments, Correction& correction);
void correct_for_store(const Refused& refused, Correction& correction);

/// A value that a parameter may have.
std::string placeholder(const api::FieldInfo& row);

/// A parameter that was not given, with such a value.
CorrectedParameter made_up(const api::FieldInfo& row, bool in_body);

/// The parameters with which a call creates the customer of that number: those that are mandatory.
std::vector<CorrectedParameter> made_up_customer(const api::Endpoint& creation, const std::string& number);

/// The value as the mock takes it: as it was given where that will do, put right where it is clear how, else
/// made up.
CorrectedParameter corrected_value(const api::FieldInfo& row, const api::Argument& argument, bool in_body);

/// `"id" is the JSON text "12" where a number is documented`
std::string type_words(const api::FieldInfo& row, const api::Argument& argument);

/// Whether letters that only look like ASCII have no place in the value.
bool wants_ascii(const api::FieldInfo& row);

/// The corrected request as one shell line; `host` is a Host header.
std::string corrected_curl_line(const Correction& correction, std::string_view host);

}  // namespace sellsign::mock
