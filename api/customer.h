#pragma once

#include <cstdint>
#include <string>

#include "api/shape.h"

namespace sellsign::api {

/// The third party that signatories and transactions belong to. `number` is its key.
struct Customer {
  std::string number;
  Timestamp sync_timer{};  // next to `number`: every write changes both, so they share a cache line
  Timestamp creation_date{};
  std::int64_t actor_id = 0;
  std::string civility;
  std::string firstname;
  std::string lastname;
  std::string address_1;
  std::string address_2;
  std::string postal_code;
  std::string city;
  std::string phone;
  std::string email;
  std::string last_modification_place;
  std::string company_name;
  std::string country;
  std::string cell_phone;
  std::string job_title;
  std::string registration_number;
  Timestamp birthdate{};
  std::string birthplace;
  std::string customer_code;

  bool operator==(const Customer&) const = default;
};

/// Asks for one customer, or for its properties.
struct CustomerKey {
  std::string number;
};

// The rows stand in the order of the answer's keys; `position` is the place in the vendor's parameter list.

// clang-format off
inline constexpr auto k_customer_fields = std::to_array<Field<Customer>>({
    {{.name = "number", .key = "number", .position = 1, .need = Need::mandatory, .privacy = Privacy::open,
      .role = Role::key, .ascii = true, .example = "C-1", .source = "doc.customer.key"_src,
      .refused_source = "asm.customer.unknown"_src,
      .about = "unique number of a new or existing customer, chosen by the caller"}, &Customer::number},
    {{.key = "actorId", .need = Need::answer, .format = Format::integer, .privacy = Privacy::open,
      .source = "doc.customer.answer-keys"_src, .about = "id of the licence's actor"}, &Customer::actor_id},
    {{.key = "syncTimer", .need = Need::answer, .format = Format::timestamp, .privacy = Privacy::open,
      .source = "doc.customer.creation-equals-sync"_src, .about = "last write"}, &Customer::sync_timer},
    {{.name = "civility", .key = "civility", .position = 2, .need = Need::mandatory, .privacy = Privacy::open,
      .example = "MADAME", .source = "doc.customer.civility"_src,
      .about = "salutation: MONSIEUR, MADAME, MADEMOISELLE", .alias = "title",
      .alias_source = "asm.customer.title"_src}, &Customer::civility},
    {{.name = "firstname", .key = "firstname", .position = 3, .need = Need::mandatory, .example = "Ada",
      .source = "doc.customer.mandatory"_src, .about = "first name of the contact"}, &Customer::firstname},
    {{.name = "lastname", .key = "lastname", .position = 4, .need = Need::mandatory, .example = "Exemple",
      .source = "doc.customer.mandatory"_src, .about = "last name of the contact"}, &Customer::lastname},
    {{.name = "address_1", .key = "address1", .position = 7, .need = Need::mandatory,
      .example = "1 rue Exemple", .source = "doc.customer.mandatory"_src,
      .about = "first line of the address"}, &Customer::address_1},
    {{.name = "address_2", .key = "address2", .position = 14, .need = Need::present,
      .source = "doc.customer.optional-present"_src,
      .about = "second line of the address"}, &Customer::address_2},
    {{.name = "postal_code", .key = "postalCode", .position = 8, .need = Need::mandatory, .ascii = true,
      .example = "75001", .source = "doc.customer.mandatory"_src,
      .about = "post code"}, &Customer::postal_code},
    {{.name = "city", .key = "city", .position = 9, .need = Need::mandatory, .example = "Paris",
      .source = "doc.customer.mandatory"_src, .about = "city"}, &Customer::city},
    {{.name = "phone", .key = "phone", .position = 15, .need = Need::present, .likeness = Likeness::phone,
      .ascii = true, .source = "doc.customer.optional-present"_src,
      .about = "telephone of the contact"}, &Customer::phone},
    {{.name = "email", .key = "email", .position = 5, .need = Need::mandatory, .likeness = Likeness::email,
      .example = "ada@example.org", .source = "doc.customer.mandatory"_src,
      .about = "e-mail of the contact"}, &Customer::email},
    {{.key = "creationDate", .need = Need::answer, .format = Format::timestamp, .privacy = Privacy::open,
      .source = "doc.customer.creation-equals-sync"_src, .about = "first write"}, &Customer::creation_date},
    {{.key = "lastModificationPlace", .need = Need::answer, .privacy = Privacy::open,
      .source = "doc.customer.modified-by-server"_src,
      .about = "SERVER for writes by API"}, &Customer::last_modification_place},
    {{.name = "company_name", .key = "companyName", .position = 12, .need = Need::present,
      .source = "doc.customer.optional-present"_src, .about = "company"}, &Customer::company_name},
    {{.name = "country", .key = "country", .position = 10, .need = Need::mandatory, .format = Format::country,
      .privacy = Privacy::open, .example = "FR", .source = "doc.customer.country"_src,
      .about = "ISO 3166 alpha-2 or UN M.49 numeric-3 code"}, &Customer::country},
    {{.name = "cell_phone", .key = "cellPhone", .position = 6, .need = Need::mandatory,
      .likeness = Likeness::phone, .ascii = true, .example = "+33600000000",
      .source = "doc.customer.mandatory"_src,
      .about = "mobile telephone of the contact"}, &Customer::cell_phone},
    {{.name = "job_title", .key = "jobTitle", .position = 16, .need = Need::present,
      .source = "doc.customer.optional-present"_src,
      .about = "job title of the contact"}, &Customer::job_title},
    {{.name = "registration_number", .key = "registrationNumber", .position = 13, .need = Need::present,
      .ascii = true, .source = "doc.customer.optional-present"_src,
      .about = "registration number of the company (SIRET)"}, &Customer::registration_number},
    {{.name = "birthdate", .key = "birthdate", .position = 17, .need = Need::present,
      .format = Format::birthdate, .source = "doc.customer.optional-present"_src,
      .about = "birth date of the contact"}, &Customer::birthdate},
    {{.name = "birthplace", .key = "birthplace", .position = 18, .need = Need::present,
      .source = "doc.customer.optional-present"_src,
      .about = "birth place of the contact"}, &Customer::birthplace},
    {{.name = "customer_code", .key = "customerCode", .position = 11, .need = Need::mandatory, .ascii = true,
      .example = "C1", .source = "obs.customer.code-independent"_src,
      .about = "the caller's own mnemonic"}, &Customer::customer_code},
});
// clang-format on

// clang-format off
inline constexpr auto k_customer_key_fields = std::to_array<Field<CustomerKey>>({
    {{.name = "number", .position = 1, .need = Need::mandatory, .privacy = Privacy::open, .role = Role::owner,
      .ascii = true, .example = "C-1", .source = "doc.customer.read"_src,
      .refused_source = "asm.customer.unknown"_src, .about = "number of the customer"}, &CustomerKey::number},
});
// clang-format on

template <>
inline constexpr const auto& fields_of<Customer> = k_customer_fields;

/// Certain of it: all of them (doc.customer.answer-keys).
template <>
inline constexpr AnsweredAs answered_as<Customer>{
    .name = "customer", .word = "customer", .is_certain = [](std::string_view /*key*/) { return true; }};

template <>
inline constexpr const auto& fields_of<CustomerKey> = k_customer_key_fields;

}  // namespace sellsign::api
