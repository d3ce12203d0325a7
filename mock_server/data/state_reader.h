#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/json/found_problems.h"
#include "base/json/json_cursor.h"
#include "mock_server/store/store.h"

namespace sellsign::mock {

/// Reads the text of a state file into an empty store, by the rows of the entities.
class StateReader {
 public:
  /// Both must outlive the reader.
  StateReader(std::string_view text, Store& store) : in_(text), store_(store) {}

  /// Reads it all. With problems, what is in the store then is of no use.
  void read();

  FoundProblems& problems() { return problems_; }

 private:
  /// An object of the file: the whole, a customer, or one of the things in a list of a customer.
  struct Place {
    std::size_t offset = 0;
    std::size_t customer = 0;
    std::string_view list{};  ///< `contractors` or `properties`, empty for the customer itself
    std::size_t item = 0;
    bool is_root = false;
  };
  struct UsedId {
    std::int64_t id;
    Place place;
  };
  using Keys = std::span<const std::string_view>;

  static std::string path(const Place& place);
  void complain(const Place& place, std::string_view key, std::size_t offset, const std::string& what);
  void wrong_type(const Place& place, std::string_view key, JsonCursor::Kind wanted);

  template <class Read>
  void read_object(const Place& place, Keys keys, Read read);
  template <class Read>
  void read_list(const Place& place, std::string_view key, Read read);
  template <class E>
  void read_row(const Place& place, std::size_t row, E& entity);
  template <class E>
  void read_entities(const Place& customer, std::string_view list, std::vector<E>& entities,
                     std::vector<Place>& places);
  template <class E>
  void check_entities(const std::string& number, std::vector<E>& entities, const std::vector<Place>& places,
                      std::vector<UsedId>& ids);
  void read_number(std::string_view key, std::int64_t& number);
  void read_customer(const Place& place);
  void keep(CustomerRecord record, const Place& place);
  void check_ids(std::vector<UsedId>& ids);

  JsonCursor in_;
  Store& store_;
  FoundProblems problems_;
  std::vector<Place> contractors_, properties_;  ///< of the customer that is being read
  std::vector<UsedId> contractor_ids_, property_ids_;
  std::int64_t next_id_ = 0;
  std::int64_t next_count_ = 0;
};

}  // namespace sellsign::mock
