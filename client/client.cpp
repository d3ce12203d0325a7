#include "client/client.h"

#include <utility>

#include "client/decode.h"
#include "client/encode.h"
#include "client/wire/guard.h"
#include "client/wire/httplib_transport.h"

namespace sellsign::client {
namespace {

Error prefixed(const api::Endpoint& endpoint, Error error) {
  error.message.insert(0, std::string(endpoint.id) + ": ");
  return error;
}

}  // namespace

struct Client::State {
  std::shared_ptr<http::Transport> transport;
  ClientOptions options;
  Retrier retrier;

  /// Sends `entity` to `call` and gives the reply to `decode`.
  template <class E, class Decode>
  auto send(const Client& client, api::Call call, const E& entity, Decode decode) const
      -> decltype(decode(http::HttpReply(), std::string_view())) {
    const api::Endpoint& endpoint = api::endpoint(call);
    auto reply = client.call(endpoint, parameters_of(entity, options.wire));
    if (!reply) return reply.error();
    return decode(*reply, endpoint.id);
  }
};

Result<Client> Client::make(ClientOptions options) {
  auto url = http::parse_url(options.base_url);
  if (!url) return url.error();
  auto target = admit(*url, {.allowed_hosts = {url->host}, .allowed_effects = {}});
  if (!target) return target.error();
  auto transport = std::make_shared<HttplibTransport>(std::move(target).value(), options.transport);
  return Client(std::move(transport), std::move(options));
}

Client::Client(std::shared_ptr<http::Transport> transport, ClientOptions options) {
  RetryOptions retry = options.retry;
  // Not make_unique: a Retrier cannot be moved, only made in its place.
  auto* const state = new State{std::move(transport), std::move(options), Retrier(std::move(retry))};
  state_.reset(state);
}

Client::Client(Client&&) noexcept = default;
Client& Client::operator=(Client&&) noexcept = default;
Client::~Client() = default;

Result<http::HttpReply> Client::call(const api::Endpoint& endpoint, const Parameters& parameters) const {
  const ClientOptions& options = state_->options;
  const http::HttpRequest request =
      encode_call(endpoint, parameters, options.wire, options.token_place, options.token);
  auto reply = state_->retrier.exchange(*state_->transport, request, safe_to_repeat(endpoint, parameters));
  if (!reply) return prefixed(endpoint, std::move(reply.error()));
  return reply;
}

Result<api::Customer> Client::select_or_create_customer(const api::Customer& customer) const {
  return state_->send(*this, api::Call::select_or_create_customer, customer, decode_one<api::Customer>);
}

Result<std::optional<api::Customer>> Client::get_customer(std::string_view number) const {
  return state_->send(*this, api::Call::get_customer, api::CustomerKey{std::string(number)},
                      decode_nullable<api::Customer>);
}

Result<api::Contractor> Client::get_or_create_contractor(const api::Contractor& contractor) const {
  return state_->send(*this, api::Call::get_or_create_contractor, contractor, decode_one<api::Contractor>);
}

Result<std::vector<api::Contractor>> Client::get_contractors_for(std::string_view number, std::int64_t offset,
                                                                 std::int64_t size) const {
  return state_->send(*this, api::Call::get_contractors_for,
                      api::ContractorPage{std::string(number), offset, size}, decode_list<api::Contractor>);
}

ContractorRange Client::contractors_of(std::string_view number, std::int64_t page_size) const {
  return {*this, number, page_size};
}

Result<std::vector<api::Property>> Client::get_customer_property_list_for(std::string_view number) const {
  return state_->send(*this, api::Call::get_customer_property_list_for, api::CustomerKey{std::string(number)},
                      decode_list<api::Property>);
}

Result<api::Property> Client::get_or_create_customer_property(const api::Property& property) const {
  return state_->send(*this, api::Call::get_or_create_customer_property, property, decode_one<api::Property>);
}

ContractorRange::ContractorRange(const Client& client, std::string_view number, std::int64_t page_size)
    : client_(&client), number_(number), page_size_(page_size) {}

ContractorRange::Iterator ContractorRange::begin() {
  if (page_size_ < 1) {
    last_page_ = true;
    page_.emplace_back(Error{ErrorKind::usage, "a page has to hold one signatory at least"});
  } else {
    fetch();
  }
  return Iterator(this);
}

void ContractorRange::advance() {
  if (++next_ == page_.size() && !last_page_) fetch();
}

void ContractorRange::fetch() {
  page_.clear();
  next_ = 0;
  auto fetched = client_->get_contractors_for(number_, offset_, page_size_);
  const bool repeats = fetched && !fetched->empty() && first_id_ == fetched->front().id;
  if (!fetched || repeats) {
    last_page_ = true;
    page_.emplace_back(fetched
                           ? Error{ErrorKind::undecodable, "the server answers the same page for offset " +
                                                               std::to_string(offset_) + " as before"}
                           : fetched.error());
    return;
  }
  const auto count = static_cast<std::int64_t>(fetched->size());
  last_page_ = count == 0;  // a server may give fewer than asked for, and yet more behind them
  offset_ += count;
  if (count > 0) first_id_ = fetched->front().id;
  for (api::Contractor& contractor : *fetched) page_.emplace_back(std::move(contractor));
}

}  // namespace sellsign::client
