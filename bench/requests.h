#pragma once

#include <cstdint>
#include <random>
#include <string>

namespace sellsign::bench {

/// The vendor's example with another number: 19 parameters, token included.
inline std::string upsert_query(std::int64_t n) {
  return "action=selectOrCreateCustomer&number=AM" + std::to_string(n) +
         "&customer_code=SIRET123&company_name=CUSTOMER&registration_number=SIRET123&address_1=A&address_2=B&"
         "postal_code=13100"
         "&city=PARIS&country=FR&civility=MONSIEUR&firstname=Bernard&lastname=Sanders&email=test%40calinda.fr"
         "&cell_phone=01234567890&phone=01234567890&job_title=Director&birthdate=&birthplace=&j_token=made%"
         "7Cup%3D";
}

inline std::string upsert_json(std::int64_t n) {
  return R"({"number":"AM)" + std::to_string(n) +
         R"(","civility":"MONSIEUR","firstname":"Bernard","lastname":"Sanders","email":"test@calinda.fr","cell_phone":"01234567890",)"
         R"("address_1":"A","postal_code":"13100","city":"PARIS","country":"FR","customer_code":"SIRET123","company_name":"CUSTOMER",)"
         R"("registration_number":"SIRET123","address_2":"B","phone":"01234567890","job_title":"Director","birthdate":"","birthplace":""})";
}

/// One of the customer's signatories.
inline std::string contractor_query(std::int64_t n, int which) {
  return "action=getOrCreateContractor&customer_number=AM" + std::to_string(n) +
         "&id=-1&civility=MONSIEUR&firstname=Bernard" + std::to_string(which) +
         "&lastname=Sanders&email=test%40calinda.fr&address_1=A&postal_code=13100&city=PARIS&country=FR"
         "&cell_phone=0123456789&j_token=T";
}

/// One of the customer's free fields.
inline std::string property_query(std::int64_t n, int which) {
  return "action=getOrCreateCustomerProperty&customer_number=AM" + std::to_string(n) + "&id=-1&key=key" +
         std::to_string(which) + "&value=value&j_token=T";
}

inline std::string read_query(std::int64_t n) {
  return "action=getCustomer&number=AM" + std::to_string(n) + "&j_token=T";
}

inline std::string page_query(std::int64_t n, int size) {
  return "action=getContractorsFor&number=AM" + std::to_string(n) + "&offset=0&size=" + std::to_string(size) +
         "&j_token=T";
}

/// Uniformly random keys below `count`, the same in every run with one seed.
class Keys {
 public:
  explicit Keys(std::int64_t count, std::uint64_t seed = 42) : random_(seed), pick_(0, count - 1) {}
  std::int64_t next() { return pick_(random_); }

 private:
  std::mt19937_64 random_;
  std::uniform_int_distribution<std::int64_t> pick_;
};

}  // namespace sellsign::bench
