#pragma once

#include <cstdint>
#include <string>

#include "api/shape.h"

namespace sellsign::api {

/// A signatory of a customer. `id` -1 asks for a new one.
struct Contractor {
  std::int64_t id = -1;
  std::string customer_number;
  std::string civility;
  std::string firstname;
  std::string lastname;
  std::string email;
  std::string address_1;
  std::string address_2;
  std::string postal_code;
  std::string city;
  std::string country;
  std::string cell_phone;
  std::string phone;
  std::string company_name;
  bool is_default = false;
  std::string job_title;
  std::string registration_number;
  Timestamp birthdate{};
  std::string birthplace;
  std::string category;
  std::string localisation;
  Timestamp sync_timer{};
  Timestamp last_modification_date{};
  std::string last_modification_place;

  bool operator==(const Contractor&) const = default;
};

/// Asks for one page of a customer's signatories.
struct ContractorPage {
  std::string number;
  std::int64_t offset = 0;
  std::int64_t size = 0;
};

// The rows stand in the order of the answer's keys; `position` is the place in the vendor's parameter list.

// clang-format off
inline constexpr auto k_contractor_fields = std::to_array<Field<Contractor>>({
    {{.name = "id", .key = "id", .position = 2, .need = Need::mandatory, .format = Format::integer,
      .privacy = Privacy::open, .role = Role::id, .example = "-1", .source = "doc.contractor.id"_src,
      .refused_source = "asm.contractor.unknown-id"_src,
      .about = "-1 creates, any other id updates that signatory"}, &Contractor::id},
    {{.name = "customer_number", .key = "customerNumber", .position = 1, .need = Need::mandatory,
      .privacy = Privacy::open, .role = Role::owner, .ascii = true, .example = "C-1",
      .source = "doc.contractor.customer"_src, .refused_source = "asm.contractor.unknown-customer"_src,
      .about = "number of an existing customer"}, &Contractor::customer_number},
    {{.name = "civility", .key = "civility", .position = 3, .need = Need::mandatory, .privacy = Privacy::open,
      .example = "MADAME", .source = "obs.contractor.civility"_src,
      .about = "salutation; the page calls it title", .alias = "title",
      .alias_source = "doc.contractor.title"_src}, &Contractor::civility},
    {{.name = "firstname", .key = "firstname", .position = 4, .need = Need::mandatory,
      .format = Format::person_name, .example = "Ada", .source = "doc.contractor.name-characters"_src,
      .about = "first name"}, &Contractor::firstname},
    {{.name = "lastname", .key = "lastname", .position = 5, .need = Need::mandatory,
      .format = Format::person_name, .example = "Exemple", .source = "doc.contractor.name-characters"_src,
      .about = "last name"}, &Contractor::lastname},
    {{.name = "email", .key = "email", .position = 6, .need = Need::mandatory, .likeness = Likeness::email,
      .example = "ada@example.org", .source = "doc.contractor.mandatory"_src,
      .about = "e-mail"}, &Contractor::email},
    {{.name = "address_1", .key = "address1", .position = 7, .need = Need::mandatory,
      .example = "1 rue Exemple", .source = "doc.contractor.mandatory"_src,
      .about = "first line of the address"}, &Contractor::address_1},
    {{.name = "address_2", .key = "address2", .position = 13, .need = Need::present,
      .source = "doc.contractor.optional"_src,
      .about = "second line of the address"}, &Contractor::address_2},
    {{.name = "postal_code", .key = "postalCode", .position = 8, .need = Need::mandatory, .ascii = true,
      .example = "75001", .source = "doc.contractor.mandatory"_src,
      .about = "post code"}, &Contractor::postal_code},
    {{.name = "city", .key = "city", .position = 9, .need = Need::mandatory, .example = "Paris",
      .source = "doc.contractor.mandatory"_src, .about = "city"}, &Contractor::city},
    {{.name = "country", .key = "country", .position = 10, .need = Need::mandatory, .format = Format::country,
      .privacy = Privacy::open, .example = "FR", .source = "doc.contractor.mandatory"_src,
      .about = "ISO 3166 alpha-2 or UN M.49 numeric-3 code"}, &Contractor::country},
    {{.name = "cell_phone", .key = "cellPhone", .position = 11, .need = Need::mandatory,
      .format = Format::phone, .likeness = Likeness::phone, .example = "+33600000000",
      .source = "doc.contractor.phone-characters"_src,
      .about = "mobile telephone: digits with an optional leading +"}, &Contractor::cell_phone},
    {{.name = "phone", .key = "phone", .position = 12, .need = Need::present, .likeness = Likeness::phone,
      .ascii = true, .source = "doc.contractor.optional"_src, .about = "telephone"}, &Contractor::phone},
    {{.name = "company_name", .key = "companyName", .position = 14, .need = Need::present,
      .source = "doc.contractor.optional"_src, .about = "company"}, &Contractor::company_name},
    {{.name = "is_default", .key = "isDefault", .position = 20, .need = Need::optional,
      .format = Format::boolean, .privacy = Privacy::open, .role = Role::default_mark, .example = "false",
      .source = "doc.contractor.is-default"_src,
      .about = "true for the customer's default signatory"}, &Contractor::is_default},
    {{.name = "job_title", .key = "jobTitle", .position = 15, .need = Need::present,
      .source = "doc.contractor.optional"_src, .about = "job title"}, &Contractor::job_title},
    {{.name = "registration_number", .key = "registrationNumber", .position = 16, .need = Need::present,
      .ascii = true, .source = "doc.contractor.optional"_src,
      .about = "registration number of the company"}, &Contractor::registration_number},
    {{.name = "birthdate", .key = "birthdate", .position = 17, .need = Need::present,
      .format = Format::birthdate, .source = "doc.contractor.optional"_src,
      .about = "birth date"}, &Contractor::birthdate},
    {{.name = "birthplace", .key = "birthplace", .position = 18, .need = Need::present,
      .source = "doc.contractor.optional"_src, .about = "birth place"}, &Contractor::birthplace},
    {{.name = "category", .key = "category", .position = 19, .need = Need::present, .privacy = Privacy::open,
      .source = "doc.contractor.optional"_src, .about = "role of the signatory"}, &Contractor::category},
    {{.name = "localisation", .key = "localisation", .position = 21, .need = Need::optional,
      .format = Format::localisation, .privacy = Privacy::open, .example = "fr_FR",
      .source = "doc.contractor.localisation"_src,
      .about = "language of the signatory: en_US, fr_FR, es_ES, de_DE"}, &Contractor::localisation},
    {{.key = "syncTimer", .need = Need::answer, .format = Format::timestamp, .privacy = Privacy::open,
      .source = "asm.contractor.answer-keys"_src, .about = "last write"}, &Contractor::sync_timer},
    {{.key = "lastModificationDate", .need = Need::answer, .format = Format::timestamp,
      .privacy = Privacy::open, .source = "asm.contractor.answer-keys"_src,
      .about = "last write"}, &Contractor::last_modification_date},
    {{.key = "lastModificationPlace", .need = Need::answer, .privacy = Privacy::open,
      .source = "asm.contractor.answer-keys"_src,
      .about = "SERVER for writes by API"}, &Contractor::last_modification_place},
});
// clang-format on

// clang-format off
inline constexpr auto k_contractor_page_fields = std::to_array<Field<ContractorPage>>({
    {{.name = "number", .position = 1, .need = Need::mandatory, .privacy = Privacy::open, .role = Role::owner,
      .ascii = true, .example = "C-1", .source = "doc.contractor.list"_src,
      .refused_source = "asm.customer.unknown"_src,
      .about = "number of the customer"}, &ContractorPage::number},
    {{.name = "offset", .position = 2, .need = Need::optional, .format = Format::integer,
      .privacy = Privacy::open, .role = Role::offset, .example = "0", .source = "doc.contractor.pages"_src,
      .refused_source = "asm.contractor.page-bounds"_src,
      .about = "number of signatories to skip, default 0"}, &ContractorPage::offset},
    {{.name = "size", .position = 3, .need = Need::optional, .format = Format::integer,
      .privacy = Privacy::open, .role = Role::size, .example = "100", .source = "doc.contractor.pages"_src,
      .refused_source = "asm.contractor.page-bounds"_src,
      .about = "largest number of signatories to answer, default 100"}, &ContractorPage::size},
});
// clang-format on

template <>
inline constexpr const auto& fields_of<Contractor> = k_contractor_fields;

/// Certain of it: the id (obs.contractor.id).
template <>
inline constexpr AnsweredAs answered_as<Contractor>{
    .name = "contractor", .word = "signatory", .is_certain = [](std::string_view key) {
      return key == "id";
    }};

template <>
inline constexpr const auto& fields_of<ContractorPage> = k_contractor_page_fields;

}  // namespace sellsign::api
