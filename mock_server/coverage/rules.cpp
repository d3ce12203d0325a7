#include "mock_server/coverage/coverage.h"

namespace sellsign::mock {
namespace {

using api::BodyForm;
using api::Call;
using Departure = api::DepartureId;
using api::operator""_src;

bool is(const Seen& s, Call call) { return s.row != nullptr && s.row->call == call; }
bool of_class(const Seen& s, std::string_view name) { return s.row != nullptr && s.row->model_class == name; }
bool ok(const Seen& s) { return s.status == 200; }
bool refused(const Seen& s) { return s.status >= 400; }
bool did(const Seen& s, Call call) { return is(s, call) && ok(s); }
bool did(const Seen& s, Call call, Outcome outcome) { return did(s, call) && s.outcome == outcome; }
bool failed(const Seen& s, Call call, Outcome outcome) {
  return is(s, call) && refused(s) && s.outcome == outcome;
}
bool left(const Seen& s, Departure id) { return (s.departures >> static_cast<unsigned>(id) & 1U) != 0; }
bool with(const Seen& s, std::uint32_t bit) { return (s.facts & bit) != 0; }

bool carries(const Seen& s, std::string_view parameter) {
  if (s.row == nullptr) return false;
  for (std::size_t i = 0; i < s.row->parameters.size(); ++i)
    if (s.row->parameters[i].name == parameter) return s.present[i];
  return false;
}

/// Whether all rows of that need are there.
bool carries_all(const Seen& s, api::Need need) {
  if (s.row == nullptr) return false;
  for (std::size_t i = 0; i < s.row->parameters.size(); ++i)
    if (s.row->parameters[i].need == need && !s.present[i]) return false;
  return true;
}

bool is_write(const Seen& s) { return s.row != nullptr && s.row->effect != api::Effect::read; }
bool answers_entity(const Seen& s) {
  return ok(s) && s.row != nullptr && !is_list(s.row->returns) && s.outcome != Outcome::unknown_customer;
}
bool customer_answer(const Seen& s) { return answers_entity(s) && of_class(s, "customer"); }
bool contractor_answer(const Seen& s) {
  return did(s, Call::get_or_create_contractor) || did(s, Call::get_contractors_for, Outcome::found);
}
bool property_answer(const Seen& s) {
  return did(s, Call::get_or_create_customer_property) ||
         did(s, Call::get_customer_property_list_for, Outcome::found);
}
int token_places(const Seen& s) {
  int places = 0;
  for (const auto place : {fact::token_in_query, fact::token_in_header, fact::token_in_cookie})
    places += with(s, place) ? 1 : 0;
  return places;
}
bool json_omits(const Seen& s) {
  return ok(s) && is_write(s) && s.body == BodyForm::json && !carries_all(s, api::Need::present);
}

constexpr auto k_customer = Call::select_or_create_customer;
constexpr auto k_contractor = Call::get_or_create_contractor;
constexpr auto k_property = Call::get_or_create_customer_property;

constexpr CoverageRule k_rules[] = {
    {"doc.customer.key"_src, [](const Seen& s) { return did(s, k_customer) && carries(s, "number"); }},
    {"doc.customer.create"_src, [](const Seen& s) { return did(s, k_customer, Outcome::created); }},
    {"doc.customer.update"_src, [](const Seen& s) { return did(s, k_customer, Outcome::updated); }},
    {"doc.customer.final-record"_src, [](const Seen& s) { return did(s, k_customer); }},
    {"doc.customer.verbs"_src,
     [](const Seen& s) { return did(s, k_customer) && s.verb == api::k_post; }},
    {"doc.customer.mandatory"_src,
     [](const Seen& s) { return did(s, k_customer) && carries_all(s, api::Need::mandatory); }},
    {"doc.customer.optional-present"_src,
     [](const Seen& s) { return did(s, k_customer) && carries_all(s, api::Need::present); }},
    {"doc.customer.civility"_src, [](const Seen& s) { return did(s, k_customer) && carries(s, "civility"); }},
    {"doc.customer.country"_src,
     [](const Seen& s) {
       return did(s, k_customer) && carries(s, "country") && !left(s, Departure::unknown_country);
     }},
    {"doc.customer.answer-keys"_src, customer_answer},
    {"doc.customer.answer-types"_src, customer_answer},
    {"doc.customer.answer-values"_src, [](const Seen& s) { return did(s, k_customer); }},
    {"doc.customer.birthdate-empty"_src,
     [](const Seen& s) { return did(s, k_customer) && with(s, fact::empty_birthdate); }},
    {"doc.customer.creation-equals-sync"_src,
     [](const Seen& s) { return did(s, k_customer, Outcome::created); }},
    {"doc.customer.modified-by-server"_src, [](const Seen& s) { return did(s, k_customer); }},
    {"doc.customer.read"_src, [](const Seen& s) { return did(s, Call::get_customer, Outcome::found); }},
    {"obs.customer.22-keys"_src, customer_answer},
    {"obs.customer.code-independent"_src,
     [](const Seen& s) { return did(s, k_customer) && carries(s, "customer_code"); }},
    {"obs.customer.birthdate-zero"_src,
     [](const Seen& s) {
       return did(s, k_customer, Outcome::created) && s.body == BodyForm::json && !carries(s, "birthdate");
     }},
    {"obs.customer.camel-case"_src,
     [](const Seen& s) { return did(s, k_customer) && left(s, Departure::camel_case_key); }},
    {"obs.customer.creation-equals-sync"_src,
     [](const Seen& s) { return did(s, k_customer, Outcome::created); }},
    {"asm.customer.read-shape"_src, [](const Seen& s) { return did(s, Call::get_customer, Outcome::found); }},
    {"asm.customer.unknown"_src,
     [](const Seen& s) { return is(s, Call::get_customer) && s.outcome == Outcome::unknown_customer; }},
    {"asm.customer.sync-moves"_src, [](const Seen& s) { return did(s, k_customer, Outcome::updated); }},
    {"asm.customer.absent-keeps"_src,
     [](const Seen& s) {
       return did(s, k_customer, Outcome::updated) && !carries_all(s, api::Need::present);
     }},
    {"asm.customer.echo"_src, [](const Seen& s) { return did(s, k_customer); }},
    {"asm.customer.birthdate"_src,
     [](const Seen& s) { return did(s, k_customer) && with(s, fact::filled_birthdate); }},
    {"asm.customer.empty-number"_src,
     [](const Seen& s) { return is(s, k_customer) && with(s, fact::empty_number); }},
    {"asm.customer.title"_src,
     [](const Seen& s) { return did(s, k_customer) && left(s, Departure::undocumented_alias); }},
    {"asm.customer.actor-id"_src, customer_answer},
    {"doc.contractor.create"_src, [](const Seen& s) { return did(s, k_contractor, Outcome::created); }},
    {"doc.contractor.customer"_src, [](const Seen& s) { return did(s, k_contractor); }},
    {"doc.contractor.id"_src,
     [](const Seen& s) {
       return did(s, k_contractor, Outcome::created) || did(s, k_contractor, Outcome::updated);
     }},
    {"doc.contractor.mandatory"_src,
     [](const Seen& s) { return did(s, k_contractor) && carries_all(s, api::Need::mandatory); }},
    {"doc.contractor.optional"_src,
     [](const Seen& s) { return did(s, k_contractor) && carries_all(s, api::Need::present); }},
    {"doc.contractor.title"_src,
     [](const Seen& s) { return did(s, k_contractor) && carries(s, "civility"); }},
    {"doc.contractor.name-characters"_src,
     [](const Seen& s) { return did(s, k_contractor) && !left(s, Departure::forbidden_character_in_name); }},
    {"doc.contractor.phone-characters"_src,
     [](const Seen& s) { return did(s, k_contractor) && !left(s, Departure::forbidden_character_in_phone); }},
    {"doc.contractor.is-default"_src,
     [](const Seen& s) { return did(s, k_contractor) && carries(s, "is_default"); }},
    {"doc.contractor.localisation"_src,
     [](const Seen& s) {
       return did(s, k_contractor) && carries(s, "localisation") && !left(s, Departure::unknown_localisation);
     }},
    {"doc.contractor.dedupe"_src, [](const Seen& s) { return did(s, k_contractor, Outcome::found); }},
    {"doc.contractor.list"_src, [](const Seen& s) { return did(s, Call::get_contractors_for); }},
    {"doc.contractor.pages"_src,
     [](const Seen& s) { return did(s, Call::get_contractors_for) && with(s, fact::paged); }},
    {"obs.contractor.civility"_src,
     [](const Seen& s) { return did(s, k_contractor) && carries(s, "civility"); }},
    {"obs.contractor.action-type"_src,
     [](const Seen& s) { return did(s, k_contractor) && left(s, Departure::undocumented_action_type); }},
    {"obs.contractor.id"_src, contractor_answer},
    {"obs.contractor.json-subset"_src, [](const Seen& s) { return is(s, k_contractor) && json_omits(s); }},
    {"asm.contractor.answer-keys"_src, contractor_answer},
    {"asm.contractor.is-default-type"_src, contractor_answer},
    {"asm.contractor.list-shape"_src, [](const Seen& s) { return did(s, Call::get_contractors_for); }},
    {"asm.contractor.list-defaults"_src,
     [](const Seen& s) { return did(s, Call::get_contractors_for) && !with(s, fact::paged); }},
    {"asm.contractor.list-unknown"_src,
     [](const Seen& s) { return did(s, Call::get_contractors_for, Outcome::unknown_customer); }},
    {"asm.contractor.page-bounds"_src,
     [](const Seen& s) {
       return is(s, Call::get_contractors_for) && with(s, fact::paged) &&
              (refused(s) || s.outcome == Outcome::empty);
     }},
    {"asm.contractor.unknown-customer"_src,
     [](const Seen& s) { return failed(s, k_contractor, Outcome::unknown_customer); }},
    {"asm.contractor.no-id"_src, [](const Seen& s) { return ok(s) && left(s, Departure::missing_id); }},
    {"asm.contractor.dedupe-exact"_src, [](const Seen& s) { return did(s, k_contractor, Outcome::found); }},
    {"asm.contractor.unknown-id"_src,
     [](const Seen& s) { return failed(s, k_contractor, Outcome::unknown_id); }},
    {"asm.contractor.update-keeps"_src, [](const Seen& s) { return did(s, k_contractor, Outcome::updated); }},
    {"asm.contractor.one-default"_src,
     [](const Seen& s) { return did(s, k_contractor) && with(s, fact::is_default); }},
    {"doc.property.list"_src, [](const Seen& s) { return did(s, Call::get_customer_property_list_for); }},
    {"doc.property.item"_src, property_answer},
    {"doc.property.write"_src, [](const Seen& s) { return did(s, k_property); }},
    {"doc.property.mandatory"_src,
     [](const Seen& s) { return did(s, k_property) && carries_all(s, api::Need::mandatory); }},
    {"doc.property.id"_src, [](const Seen& s) { return did(s, k_property) && carries(s, "id"); }},
    {"doc.property.declared"_src, [](const Seen& s) { return did(s, k_property) && carries(s, "key"); }},
    {"obs.property.id"_src, [](const Seen& s) { return did(s, k_property) && with(s, fact::new_id); }},
    {"asm.property.list-shape"_src,
     [](const Seen& s) { return did(s, Call::get_customer_property_list_for); }},
    {"asm.property.list-unknown"_src,
     [](const Seen& s) { return did(s, Call::get_customer_property_list_for, Outcome::unknown_customer); }},
    {"asm.property.answer-keys"_src, property_answer},
    {"asm.property.write-answer"_src, [](const Seen& s) { return did(s, k_property); }},
    {"asm.property.same-key"_src,
     [](const Seen& s) {
       return did(s, k_property, Outcome::updated) && (with(s, fact::new_id) || !carries(s, "id"));
     }},
    {"asm.property.unknown-id"_src, [](const Seen& s) { return failed(s, k_property, Outcome::unknown_id); }},
    {"asm.property.unknown-customer"_src,
     [](const Seen& s) { return failed(s, k_property, Outcome::unknown_customer); }},
    {"asm.property.undeclared"_src, [](const Seen& s) { return is(s, k_property) && carries(s, "key"); }},
    {"doc.wire.url"_src, [](const Seen& s) { return ok(s) && s.row != nullptr; }},
    {"doc.wire.action-type"_src,
     [](const Seen& s) {
       return ok(s) && s.row != nullptr && !left(s, Departure::undocumented_action_type);
     }},
    {"doc.wire.url-encoded"_src, [](const Seen& s) { return ok(s) && with(s, fact::percent); }},
    {"doc.wire.get-and-post"_src,
     [](const Seen& s) { return ok(s) && is_write(s) && s.verb != api::k_put; }},
    {"doc.wire.put"_src, [](const Seen& s) { return ok(s) && s.verb == api::k_put; }},
    {"doc.wire.read-verb"_src,
     [](const Seen& s) { return ok(s) && s.row != nullptr && !is_write(s) && s.verb == api::k_get; }},
    {"doc.wire.snake-case"_src,
     [](const Seen& s) { return ok(s) && is_write(s) && !left(s, Departure::camel_case_key); }},
    {"doc.wire.success-json"_src, [](const Seen& s) { return ok(s) && s.row != nullptr; }},
    {"doc.wire.camel-case-answers"_src, answers_entity},
    {"doc.wire.timestamps"_src, answers_entity},
    {"doc.wire.text-parameters"_src, [](const Seen& s) { return did(s, k_customer); }},
    {"doc.wire.parameters"_src,
     [](const Seen& s) { return ok(s) && s.row != nullptr && !left(s, Departure::unknown_parameter); }},
    {"obs.wire.space-as-plus"_src, [](const Seen& s) { return ok(s) && with(s, fact::plus); }},
    {"obs.wire.json-omits-optional"_src, json_omits},
    {"obs.wire.json-types"_src, [](const Seen& s) { return left(s, Departure::number_for_text); }},
    {"obs.wire.content-type"_src, [](const Seen& s) { return ok(s) && s.body == BodyForm::json; }},
    {"obs.wire.unknown-ignored"_src, [](const Seen& s) { return left(s, Departure::unknown_parameter); }},
    {"obs.wire.html-escape"_src, [](const Seen& s) { return answers_entity(s) && with(s, fact::markup); }},
    {"obs.wire.big-ids"_src, [](const Seen& s) { return contractor_answer(s) || property_answer(s); }},
    {"obs.wire.action-types"_src,
     [](const Seen& s) { return ok(s) && left(s, Departure::undocumented_action_type); }},
    {"asm.wire.any-write-action-type"_src,
     [](const Seen& s) { return ok(s) && left(s, Departure::undocumented_action_type); }},
    {"asm.wire.form"_src, [](const Seen& s) { return s.row != nullptr && s.body == BodyForm::form; }},
    {"asm.wire.query-first"_src, [](const Seen& s) { return left(s, Departure::duplicate_parameter); }},
    {"asm.wire.empty-mandatory"_src, [](const Seen& s) { return left(s, Departure::empty_mandatory); }},
    {"asm.wire.number-as-text"_src,
     [](const Seen& s) { return ok(s) && left(s, Departure::number_for_text); }},
    {"asm.wire.text-as-number"_src,
     [](const Seen& s) { return ok(s) && left(s, Departure::text_for_number); }},
    {"asm.wire.null"_src, [](const Seen& s) { return left(s, Departure::null_value); }},
    {"asm.wire.utf8"_src, [](const Seen& s) { return refused(s) && with(s, fact::not_utf8); }},
    {"asm.wire.content-type-out"_src, [](const Seen& s) { return ok(s) && s.row != nullptr; }},
    {"asm.wire.apostrophe-escape"_src,
     [](const Seen& s) { return answers_entity(s) && with(s, fact::apostrophe); }},
    {"asm.wire.json-object"_src, [](const Seen& s) { return s.row != nullptr && s.body == BodyForm::json; }},
    {"asm.wire.body-coding"_src, [](const Seen& s) { return with(s, fact::coded_body); }},
    {"asm.wire.words-of-programs"_src, [](const Seen& s) { return left(s, Departure::word_of_program); }},
    {"doc.token.query"_src, [](const Seen& s) { return ok(s) && with(s, fact::token_in_query); }},
    {"doc.token.header"_src, [](const Seen& s) { return ok(s) && with(s, fact::token_in_header); }},
    {"doc.token.cookie"_src, [](const Seen& s) { return ok(s) && with(s, fact::token_in_cookie); }},
    {"doc.token.characters"_src, [](const Seen& s) { return ok(s) && with(s, fact::token_special); }},
    {"asm.token.refused"_src, [](const Seen& s) { return with(s, fact::token_refused); }},
    {"asm.token.header-wins"_src, [](const Seen& s) { return token_places(s) > 1; }},
    {"doc.error.refusal"_src, [](const Seen& s) { return s.row != nullptr && s.status == 500; }},
    {"asm.error.mandatory"_src,
     [](const Seen& s) {
       return refused(s) && with(s, fact::bad_value) && !carries_all(s, api::Need::mandatory);
     }},
    {"asm.error.text"_src, refused},
    {"asm.error.unknown-call"_src, [](const Seen& s) { return with(s, fact::unknown_call); }},
    {"asm.error.verb"_src, [](const Seen& s) { return s.status == 405; }},
    {"asm.error.not-built"_src, [](const Seen& s) { return s.status == 501; }},
    {"asm.error.bad-type"_src,
     [](const Seen& s) {
       return with(s, fact::bad_value) && !with(s, fact::not_utf8) && carries_all(s, api::Need::mandatory);
     }},
};

/// The rows are those of `api::sources()` without the calls that are not built: none forgotten, none twice.
constexpr bool every_statement_has_its_rule() {
  std::size_t next = 0;
  for (const api::Source& source : api::sources()) {
    if (source.topic == "later") continue;
    if (next == std::size(k_rules) || k_rules[next].source->id != source.id) return false;
    ++next;
  }
  return next == std::size(k_rules);
}
static_assert(every_statement_has_its_rule());

}  // namespace

std::span<const CoverageRule> coverage_rules() { return k_rules; }

}  // namespace sellsign::mock
