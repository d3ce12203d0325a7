#include <algorithm>
#include <array>
#include <bitset>
#include <utility>

#include "api/entities.h"
#include "base/json/found_problems.h"
#include "base/json/json_cursor.h"
#include "base/nearest.h"
#include "base/text.h"
#include "base/utf8.h"
#include "mock_server/data/state_file.h"

namespace sellsign::mock {
namespace {

using api::Contractor;
using api::Customer;
using api::Property;
using Kind = JsonCursor::Kind;

constexpr std::array<std::string_view, 3> k_root_keys = {"nextId", "nextCount", "customers"};
constexpr std::size_t k_lists = k_record_lists.size();

/// The keys of an entity's rows, and more that stand in the same object.
template <class E, std::size_t More = 0>
constexpr auto keys_of(const std::array<std::string_view, More>& more = {}) {
  constexpr std::size_t k_rows = api::fields_of<E>.size();
  std::array<std::string_view, k_rows + More> keys{};
  for (std::size_t i = 0; i < k_rows; ++i) keys[i] = api::fields_of<E>[i].info.key;
  for (std::size_t i = 0; i < More; ++i) keys[k_rows + i] = more[i];
  return keys;
}

constexpr std::array<std::string_view, k_lists> k_list_keys = [] {
  std::array<std::string_view, k_lists> keys;
  std::ranges::transform(k_record_lists, keys.begin(), &RecordList::key);
  return keys;
}();
constexpr auto k_customer_keys = keys_of<Customer>(k_list_keys);
constexpr std::size_t k_customer_rows = api::fields_of<Customer>.size();
template <class E>
constexpr auto k_keys = keys_of<E>();

template <class E>
constexpr bool every_row_has_its_key = std::ranges::none_of(k_keys<E>, &std::string_view::empty);
static_assert(every_row_has_its_key<Customer> && every_row_has_its_key<Contractor> &&
              every_row_has_its_key<Property>);

bool read_value(JsonCursor& in, std::string& value) {
  std::string_view text;
  if (!in.read(text)) return false;
  value = text;
  return true;
}

bool read_value(JsonCursor& in, Timestamp& value) {
  std::int64_t millis = 0;
  if (!in.read(millis)) return false;
  value = Timestamp{std::chrono::milliseconds{millis}};
  return true;
}

template <class Value>
bool read_value(JsonCursor& in, Value& value) {
  return in.read(value);
}

template <class E>
using ReadMember = bool (*)(JsonCursor&, E&);

/// For each row how its member is read; false when what comes next is of another type.
template <class E>
constexpr auto k_readers = []<std::size_t... Row>(std::index_sequence<Row...>) {
  return std::array<ReadMember<E>, sizeof...(Row)>{
      [](JsonCursor& in, E& entity) { return read_value(in, entity.*api::member_of<E, Row>); }...};
}
(std::make_index_sequence<api::fields_of<E>.size()>{});

Kind kind_of(api::JsonType type) {
  constexpr std::array k_kinds = {Kind::text, Kind::integer, Kind::boolean};
  return k_kinds[static_cast<std::size_t>(type)];
}

/// Reads the text of a state file into an empty store, by the rows of the entities.
class StateReader {
 public:
  /// Both must outlive the reader.
  StateReader(std::string_view text, Store& store) : in_(text), store_(store) {}

  /// Reads it all. With problems, what is in the store then is of no use.
  void read() {
    const Place root{.offset = in_.offset(), .is_root = true};
    read_object(root, k_root_keys, [&](std::size_t key) {
      if (key == 0) return read_number(k_root_keys[0], next_id_);
      if (key == 1) return read_number(k_root_keys[1], next_count_);
      read_list(root, k_root_keys[2], [&](std::size_t i, std::size_t offset) { read_customer({offset, i}); });
    });
    in_.expect_end();
    if (const auto& failure = in_.failure()) problems_.add(failure->offset, failure->what);
    for (auto& ids : ids_)
      if (!in_.failure()) check_ids(ids);
    store_.set_next_id(next_id_);
    store_.set_next_count(next_count_);
  }

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

  static std::string path(const Place& place) {
    if (place.is_root) return "";
    std::string text = "/customers/" + std::to_string(place.customer);
    if (!place.list.empty()) text += "/" + std::string(place.list) + "/" + std::to_string(place.item);
    return text;
  }

  void complain(const Place& place, std::string_view key, std::size_t offset, const std::string& what) {
    std::string where = path(place);
    if (!key.empty()) where += "/" + std::string(key);
    problems_.add(offset, (where.empty() ? "the file" : where) + ": " + what);
  }

  void wrong_type(const Place& place, std::string_view key, Kind wanted) {
    if (in_.failure()) return;
    if (in_.kind() != Kind::nothing)
      complain(place, key, in_.offset(),
               "must be " + std::string(name_of(wanted)) + ", not " + std::string(name_of(in_.kind())));
    in_.skip();
  }

  /// Calls `read(index of the key)` for each known key of the object that comes next; all must be there,
  /// once.
  template <class Read>
  void read_object(const Place& place, Keys keys, Read read) {
    if (!in_.open_object()) return wrong_type(place, "", Kind::object);
    std::bitset<api::k_most_fields> seen;
    std::size_t i = 0;
    for (std::string_view key; in_.next_key(key); ++i) {
      if (i >= keys.size() || keys[i] != key)
        i = static_cast<std::size_t>(std::ranges::find(keys, key) - keys.begin());
      if (i == keys.size()) {
        complain(place, "", in_.key_offset(),
                 "unknown key " + in_quotes(key) + did_you_mean(key, keys) + "; take it away");
        in_.skip();
        continue;
      }
      if (seen[i]) complain(place, keys[i], in_.key_offset(), "this key stands twice in its object");
      seen.set(i);
      read(i);
    }
    if (in_.failure()) return;
    for (std::size_t k = 0; k < keys.size(); ++k)
      if (!seen[k]) complain(place, "", place.offset, "the key " + in_quotes(keys[k]) + " is missing");
  }

  /// Calls `read(index, offset)` for each value of the list that comes next.
  template <class Read>
  void read_list(const Place& place, std::string_view key, Read read) {
    if (!in_.open_list()) return wrong_type(place, key, Kind::list);
    for (std::size_t i = 0; in_.next_item(); ++i) read(i, in_.offset());
  }

  template <class E>
  void read_row(const Place& place, std::size_t row, E& entity) {
    if (!k_readers<E>[row](in_, entity))
      wrong_type(place, k_keys<E>[row], kind_of(api::infos_for<E>[row].type));
  }

  template <class E>
  void read_entities(const Place& customer, std::string_view list, std::vector<E>& entities,
                     std::vector<Place>& places) {
    read_list(customer, list, [&](std::size_t i, std::size_t offset) {
      const Place place{offset, customer.customer, list, i};
      E& entity = entities.emplace_back();
      places.push_back(place);
      read_object(place, k_keys<E>, [&](std::size_t row) { read_row(place, row, entity); });
    });
  }

  /// Looks at what belongs to a customer once its number is known, and puts it in the order of the ids.
  template <class E>
  void check_entities(const std::string& number, std::vector<E>& entities, const std::vector<Place>& places,
                      std::vector<UsedId>& ids) {
    for (std::size_t i = 0; i < entities.size(); ++i) {
      if (entities[i].customer_number != number)
        complain(places[i], "customerNumber", places[i].offset,
                 "must be the number of the customer it stands in, " + in_quotes(number));
      if (entities[i].id < 1) complain(places[i], "id", places[i].offset, "must be 1 or more");
      ids.push_back({entities[i].id, places[i]});
    }
    if (!std::ranges::is_sorted(entities, {}, &E::id)) std::ranges::sort(entities, {}, &E::id);
  }

  void read_customer(const Place& place) {
    CustomerRecord record;
    for (auto& places : places_) places.clear();
    const std::size_t before = problems_.count();
    read_object(place, k_customer_keys, [&](std::size_t key) {
      if (key < k_customer_rows) return read_row(place, key, record.customer);
      for_each_list(record, [&](const RecordList& row, auto& list) {
        if (row.index == key - k_customer_rows) read_entities(place, row.key, list, places_[row.index]);
      });
    });
    if (!in_.failure() && problems_.count() == before) keep(std::move(record), place);
  }

  void keep(CustomerRecord record, const Place& place) {
    const std::string number = record.customer.number;
    if (number.empty()) return complain(place, "number", place.offset, "must not be empty");
    for_each_list(record, [&](const RecordList& row, auto& list) {
      if (list.size() > k_most_of_customer)
        complain(place, row.key, place.offset,
                 "has more than " + std::to_string(k_most_of_customer) + " of them");
      check_entities(number, list, places_[row.index], ids_[row.index]);
    });
    store_.upsert(number, [&](CustomerRecord& kept, bool is_new) {
      if (is_new)
        kept = std::move(record);
      else
        complain(place, "number", place.offset,
                 "a customer with the number " + in_quotes(number) + " stands above");
    });
  }

  void read_number(std::string_view key, std::int64_t& number) {
    const Place root{.is_root = true};
    const std::size_t offset = in_.offset();
    if (!in_.read(number)) return wrong_type(root, key, Kind::integer);
    constexpr std::int64_t k_most =
        INT64_MAX - (std::int64_t{1} << 60U);  // counting on never gets beyond 64 bits
    if (number < 1 || number > k_most)
      complain(root, key, offset, "must be from 1 to " + std::to_string(k_most));
  }

  /// No id of a signatory may stand twice, nor one of a free field, and none may be given again.
  void check_ids(std::vector<UsedId>& ids) {
    if (!std::ranges::is_sorted(ids, {}, &UsedId::id)) std::ranges::stable_sort(ids, {}, &UsedId::id);
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const auto& [id, place] = ids[i];
      if (i > 0 && ids[i - 1].id == id)
        complain(place, "id", place.offset,
                 "the id " + std::to_string(id) + " is also that of " + path(ids[i - 1].place));
      if (id >= next_id_ && next_id_ > 0)
        complain(place, "id", place.offset, "must be smaller than nextId, " + std::to_string(next_id_));
    }
  }

  JsonCursor in_;
  Store& store_;
  FoundProblems problems_;
  std::array<std::vector<Place>, k_lists> places_;  ///< of the lists of the customer that is being read
  std::array<std::vector<UsedId>, k_lists> ids_;    ///< of all members of each list so far
  std::int64_t next_id_ = 0;
  std::int64_t next_count_ = 0;
};

}  // namespace

Problems read_state(Store& store, const std::string& file, std::string_view text) {
  text = without_byte_order_mark(text);
  StateReader reader(text, store);
  reader.read();
  return reader.problems().place(file, text);
}

}  // namespace sellsign::mock
