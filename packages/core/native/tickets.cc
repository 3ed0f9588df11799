/* tickets.cc: carries capsules from one thread to another. A ticket is a word that can be sent; behind
   it, a hold waits in a table of this addon, which all environments of the process share. */
#include "napi.h"

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

/* Of the random text that a ticket is made of; the first name this copy of the addon. */
constexpr size_t COPY_LETTERS = 16, RANDOM_LETTERS = 48;

/* What a ticket is worth, in the order of `fates` in tickets.ts. */
enum Fate { VALID, UNKNOWN, FOREIGN, USED, EXPIRED };

struct Deposit {
  capsule_envelope *envelope;
  Clock::time_point expires;
};

struct Spent {
  std::string ticket;
  Fate fate;
};

/* Never freed: threads may outlive main. */
struct Tickets {
  std::mutex mutex;
  std::string copy; /* of this addon: tickets of another one begin otherwise */
  std::map<std::string, Deposit> deposits;
  std::deque<Spent> spent; /* the last ones, to say what has become of them */

  static Tickets &All() {
    static auto *tickets = new Tickets;
    return *tickets;
  }

  void Spend(const std::string &ticket, Fate fate) {
    constexpr size_t remembered = 4096;
    deposits.erase(ticket);
    spent.push_back({ticket, fate});
    if (spent.size() > remembered) spent.pop_front();
  }

  /* The deposits that are too old; to be released without the lock, for destructors may be slow. */
  std::deque<capsule_envelope *> Expire() {
    std::deque<capsule_envelope *> late;
    const auto now = Clock::now();
    for (auto each = deposits.begin(); each != deposits.end();) {
      const auto deposit = each++;
      if (deposit->second.expires > now) continue;
      late.push_back(deposit->second.envelope);
      Spend(std::string(deposit->first), EXPIRED);
    }
    return late;
  }

  Fate Redeem(const std::string &ticket, capsule_envelope **envelope) {
    const auto found = deposits.find(ticket);
    if (found != deposits.end()) {
      *envelope = found->second.envelope;
      Spend(ticket, USED);
      return VALID;
    }
    for (const Spent &each : spent)
      if (each.ticket == ticket) return each.fate;
    return copy.empty() || ticket.compare(0, copy.size(), copy) != 0 ? FOREIGN : UNKNOWN;
  }
};

void Release(const std::deque<capsule_envelope *> &envelopes) {
  for (capsule_envelope *envelope : envelopes) capsule_release(envelope);
}

/* A short text; longer than any ticket is none. */
std::string Text(napi_env env, napi_value value) {
  char bytes[128];
  size_t length = 0;
  if (napi_get_value_string_latin1(env, value, bytes, sizeof(bytes), &length) != napi_ok) return "";
  return std::string(bytes, length);
}

} // namespace

/* share(capsule, random, milliseconds): the ticket. */
napi_value Share(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  int64_t milliseconds = 0;
  uint32_t state;
  napi_value result = nullptr;
  if (!arguments.read) return nullptr;
  const std::string random = Text(env, arguments.value[1]);
  /* tickets.ts gives both as they have to be. Of a number that is none this makes 0. */
  if (random.size() != RANDOM_LETTERS ||
      napi_get_value_int64(env, arguments.value[2], &milliseconds) != napi_ok || milliseconds < 1 ||
      milliseconds > INT32_MAX)
    return Failed(env, "Sharing", napi_invalid_arg);
  /* The table is this addon's, and outlives the last Worker that has loaded it. */
  if (!capsule_pin(capsule_code_address((capsule_function)Share)))
    return Failed(env, "Sharing", napi_generic_failure);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sharing", nullptr);
  capsule_envelope *envelope = capsule_require_name(env, arguments.value[0], nullptr, &refusal);
  if (envelope != nullptr && !capsule_try_hold(envelope, &state)) {
    capsule_require_live(state, &refusal);
    envelope = nullptr;
  }
  if (envelope == nullptr) return capsule_throw(env, &refusal, nullptr);
  capsule_trace("share", envelope);

  Tickets &tickets = Tickets::All();
  std::string ticket;
  std::deque<capsule_envelope *> late;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    late = tickets.Expire();
    if (tickets.copy.empty()) tickets.copy = random.substr(0, COPY_LETTERS) + ":";
    ticket = tickets.copy + random.substr(COPY_LETTERS);
    const Deposit deposit = {envelope, Clock::now() + std::chrono::milliseconds(milliseconds)};
    /* What is random does not come twice, unless somebody has replaced its source. */
    if (!tickets.deposits.emplace(ticket, deposit).second) late.push_back(envelope);
  }
  Release(late);
  const napi_status status = napi_create_string_latin1(env, ticket.data(), ticket.size(), &result);
  return status == napi_ok ? result : Failed(env, "Sharing", status);
}

/* receive(ticket): the capsule, or the number of a fate. */
napi_value Receive(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  if (!arguments.read) return nullptr;
  const std::string ticket = Text(env, arguments.value[0]);
  capsule_envelope *envelope = nullptr;
  Fate fate;
  Tickets &tickets = Tickets::All();
  std::deque<capsule_envelope *> late;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    late = tickets.Expire();
    fate = tickets.Redeem(ticket, &envelope);
  }
  Release(late);
  napi_value result = nullptr;
  if (fate != VALID) {
    const napi_status status = napi_create_int32(env, fate, &result);
    return status == napi_ok ? result : Failed(env, "Receiving", status);
  }
  result = capsule_carry(env, envelope);
  capsule_release(envelope);
  return result;
}

/* sweep(): releases what has expired; in how many milliseconds the next ticket does, or -1. */
napi_value Sweep(napi_env env, napi_callback_info) {
  Tickets &tickets = Tickets::All();
  std::deque<capsule_envelope *> late;
  double next = -1;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    late = tickets.Expire();
    const auto now = Clock::now();
    for (const auto &each : tickets.deposits) {
      const std::chrono::duration<double, std::milli> left = each.second.expires - now;
      if (next < 0 || left.count() < next) next = left.count();
    }
  }
  Release(late);
  napi_value result = nullptr;
  return napi_create_double(env, next, &result) == napi_ok ? result : nullptr;
}
