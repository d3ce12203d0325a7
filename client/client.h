#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/entities.h"
#include "base/result.h"
#include "client/call.h"
#include "client/retry.h"
#include "http/client/transport.h"

namespace sellsign::client {

class ContractorRange;

/// How a Client talks to its server.
struct ClientOptions {
  std::string base_url{};  ///< `https://host[:port][/prefix]`, without the API's own path
  std::string token{};     ///< licence or temporary token; empty: none is sent
  WireStyle wire =
      WireStyle::query_get;  ///< for all calls. JSON keeps personal data out of the server's access log
  TokenCarrier token_place =
      TokenCarrier::header;            ///< the header keeps the token out of the server's access log
  http::TransportOptions transport{};  ///< deadlines, TLS
  RetryOptions retry{};                ///< one attempt unless told otherwise
};

/// The vendor's API as functions. Thread-safe: one client serves any number of threads, with a connection for
/// each call that is under way. Movable.
///
/// Errors of every call: `unreachable`, `timeout` and `transport` as Transport tells them; `http_status` when
/// the server refuses (message, `status` and `body` hold its words); `undecodable` when the answer does not
/// fit the documented shape (the message names the JSON path).
///
/// An empty optional field is sent empty in query and form styles, and left out of JSON: there the server
/// keeps what it has.
class Client {
 public:
  /// A client for `options.base_url`. The host is resolved once, here, and that address is used from then on.
  /// Error kinds `usage` and `unreachable`. Which hosts may be touched is the caller's business.
  static Result<Client> make(ClientOptions options);

  /// A client over a transport of the caller's; `base_url` and `transport` of the options do not count.
  Client(std::shared_ptr<http::Transport> transport, ClientOptions options);

  Client(Client&&) noexcept;
  Client& operator=(Client&&) noexcept;
  ~Client();

  /// Creates the customer, or updates the one of that number; the final record.
  Result<api::Customer> select_or_create_customer(const api::Customer& customer) const;

  /// The customer of that number, or nothing when there is none.
  Result<std::optional<api::Customer>> get_customer(std::string_view number) const;

  /// Creates the signatory (id -1), finds the one with the same names, e-mail and customer, or updates the
  /// one of that id.
  Result<api::Contractor> get_or_create_contractor(const api::Contractor& contractor) const;

  /// One page of a customer's signatories: at most `size`, after skipping `offset`.
  Result<std::vector<api::Contractor>> get_contractors_for(std::string_view number, std::int64_t offset,
                                                           std::int64_t size) const;

  /// All signatories of a customer, fetched page by page while they are walked. The client must outlive the
  /// range.
  ContractorRange contractors_of(std::string_view number, std::int64_t page_size = 100) const;

  /// The free fields of a customer.
  Result<std::vector<api::Property>> get_customer_property_list_for(std::string_view number) const;

  /// Creates a free field of a customer or changes its value.
  Result<api::Property> get_or_create_customer_property(const api::Property& property) const;

  /// Any call, its answer as it came: every HTTP status is a success here.
  Result<http::HttpReply> call(const api::Endpoint& endpoint, const Parameters& parameters) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

/// The signatories of a customer as an input range of `api::Result<api::Contractor>`. The first error is the
/// last element. Move-only; for one thread, one pass. A server that answers the same page again is an error,
/// not an endless loop.
class ContractorRange {
 public:
  class Iterator {
   public:
    using iterator_concept = std::input_iterator_tag;
    using value_type = Result<api::Contractor>;
    using difference_type = std::ptrdiff_t;

    Iterator() = default;
    explicit Iterator(ContractorRange* range) : range_(range) {}

    const value_type& operator*() const { return range_->page_[range_->next_]; }
    const value_type* operator->() const { return &**this; }
    Iterator& operator++() {
      range_->advance();
      return *this;
    }
    void operator++(int) { range_->advance(); }
    bool operator==(std::default_sentinel_t) const { return range_->next_ == range_->page_.size(); }

   private:
    ContractorRange* range_ = nullptr;
  };

  ContractorRange(const Client& client, std::string_view number, std::int64_t page_size);
  ContractorRange(ContractorRange&&) = default;

  /// Fetches the first page.
  Iterator begin();
  std::default_sentinel_t end() const { return {}; }

 private:
  void advance();
  void fetch();

  const Client* client_;
  std::string number_;
  std::int64_t page_size_;
  std::int64_t offset_ = 0;
  bool last_page_ = false;
  std::optional<std::int64_t> first_id_;  // of the page before
  std::vector<Result<api::Contractor>> page_;
  std::size_t next_ = 0;
};

}  // namespace sellsign::client
