/* tickets.cc: passes capsules from one thread to another. A ticket is a string that can be sent in
   a message; this addon keeps a hold for it in a table that all environments of the process share.
   */
#include "napi.h"

#include <chrono>
#include <deque>
#include <map>
#include <mutex>
#include <string>

namespace {

using Clock = std::chrono::steady_clock;

/* Lengths in hexadecimal digits. The first random text also identifies this copy of the addon. */
constexpr size_t COPY_DIGITS = 16, RANDOM_DIGITS = 48;

struct Deposit {
  capsule_envelope *envelope;
  Clock::time_point expires;
};

/* A ticket that is not valid any more, and why: CAPSULE_TICKET_USED or _EXPIRED. */
struct SpentTicket {
  std::string ticket;
  capsule_status reason;
};

/* Never freed: threads may outlive main. */
struct Tickets {
  std::mutex mutex;
  std::string copy; /* the first part of every ticket of this copy of the addon */
  std::map<std::string, Deposit> deposits;
  std::deque<SpentTicket> spent; /* the latest, for error messages */

  static Tickets &All() {
    static auto *tickets = new Tickets;
    return *tickets;
  }

  void Remove(const std::string &ticket, capsule_status reason) {
    constexpr size_t limit = 4096;
    deposits.erase(ticket);
    spent.push_back({ticket, reason});
    if (spent.size() > limit) spent.pop_front();
  }

  /* Removes the expired deposits. The caller releases them after unlocking: destructors may be
     slow. */
  std::deque<capsule_envelope *> RemoveExpired() {
    std::deque<capsule_envelope *> expired;
    const auto now = Clock::now();
    for (auto each = deposits.begin(); each != deposits.end();) {
      const auto deposit = each++;
      if (deposit->second.expires > now) continue;
      expired.push_back(deposit->second.envelope);
      Remove(std::string(deposit->first), CAPSULE_TICKET_EXPIRED);
    }
    return expired;
  }

  /* Sets `envelope` to the hold of a ticket, or returns why it has none. */
  capsule_status Redeem(const std::string &ticket, capsule_envelope **envelope) {
    const auto found = deposits.find(ticket);
    if (found != deposits.end()) {
      *envelope = found->second.envelope;
      Remove(ticket, CAPSULE_TICKET_USED);
      return CAPSULE_OK;
    }
    for (const SpentTicket &each : spent)
      if (each.ticket == ticket) return each.reason;
    return copy.empty() || ticket.compare(0, copy.size(), copy) != 0 ? CAPSULE_TICKET_FOREIGN
                                                                     : CAPSULE_TICKET_UNKNOWN;
  }
};

void ReleaseAll(const std::deque<capsule_envelope *> &envelopes) {
  for (capsule_envelope *envelope : envelopes) capsule_release(envelope);
}

/* A short string, or an empty one for any other value. */
std::string ReadString(napi_env env, napi_value value) {
  char bytes[128];
  size_t length = 0;
  if (napi_get_value_string_latin1(env, value, bytes, sizeof(bytes), &length) != napi_ok) return "";
  return std::string(bytes, length);
}

/* Throws for a ticket that is not valid. */
napi_value ThrowTicket(napi_env env, capsule_status reason) {
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Receiving a capsule", nullptr);
  refusal.status = reason;
  capsule_append(&refusal.expected, "a ticket that share() returned");
  if (reason == CAPSULE_TICKET_UNKNOWN) {
    capsule_append(&refusal.found, "one that was never returned, or was used long ago");
  } else if (reason == CAPSULE_TICKET_FOREIGN) {
    capsule_append(&refusal.found, "one of another process, or of another copy of @capsule/core");
    capsule_append(&refusal.advice, "Let both threads import the same @capsule/core.");
  } else if (reason == CAPSULE_TICKET_USED) {
    capsule_append(&refusal.found, "one that was used before");
    capsule_append(&refusal.advice, "Share the capsule again: a ticket is valid once.");
  } else {
    capsule_append(&refusal.found, "one that has expired");
    capsule_append(&refusal.advice, "Share the capsule again, with a longer expiresIn.");
  }
  return capsule_throw(env, &refusal, nullptr);
}

} // namespace

/* share(capsule, random, milliseconds): the ticket. */
napi_value Share(napi_env env, napi_callback_info info) {
  const Arguments<3> arguments(env, info);
  int64_t milliseconds = 0;
  uint32_t state;
  napi_value result = nullptr;
  if (!arguments.read) return nullptr;
  const std::string random = ReadString(env, arguments.value[1]);
  /* tickets.ts has validated both. Node-API converts NaN and infinities to 0. */
  if (random.size() != RANDOM_DIGITS ||
      napi_get_value_int64(env, arguments.value[2], &milliseconds) != napi_ok || milliseconds < 1 ||
      milliseconds > INT32_MAX)
    return ThrowStatus(env, "Sharing", napi_invalid_arg);
  /* The table of tickets is in this addon, and outlives the last Worker that has loaded it. */
  if (!capsule_pin(capsule_code_address((capsule_function)Share)))
    return ThrowStatus(env, "Sharing", napi_generic_failure);
  capsule_refusal refusal;
  capsule_refusal_init(&refusal, "Sharing", nullptr);
  capsule_envelope *envelope = capsule_get_envelope(env, arguments.value[0], nullptr, &refusal);
  if (envelope != nullptr && !capsule_try_hold(envelope, &state)) {
    capsule_require_live(state, &refusal);
    envelope = nullptr;
  }
  if (envelope == nullptr) return capsule_throw(env, &refusal, nullptr);
  capsule_trace("share", envelope);

  Tickets &tickets = Tickets::All();
  std::string ticket;
  std::deque<capsule_envelope *> expired;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    expired = tickets.RemoveExpired();
    if (tickets.copy.empty()) tickets.copy = random.substr(0, COPY_DIGITS) + ":";
    ticket = tickets.copy + random.substr(COPY_DIGITS);
    const Deposit deposit = {envelope, Clock::now() + std::chrono::milliseconds(milliseconds)};
    /* The same random text twice means that its source was replaced: the first ticket stays. */
    if (!tickets.deposits.emplace(ticket, deposit).second) expired.push_back(envelope);
  }
  ReleaseAll(expired);
  const napi_status status = napi_create_string_latin1(env, ticket.data(), ticket.size(), &result);
  return status == napi_ok ? result : ThrowStatus(env, "Sharing", status);
}

/* receive(ticket): the capsule. */
napi_value Receive(napi_env env, napi_callback_info info) {
  const Arguments<1> arguments(env, info);
  if (!arguments.read) return nullptr;
  const std::string ticket = ReadString(env, arguments.value[0]);
  capsule_envelope *envelope = nullptr;
  capsule_status status;
  Tickets &tickets = Tickets::All();
  std::deque<capsule_envelope *> expired;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    expired = tickets.RemoveExpired();
    status = tickets.Redeem(ticket, &envelope);
  }
  ReleaseAll(expired);
  if (status != CAPSULE_OK) return ThrowTicket(env, status);
  napi_value result = capsule_carry(env, envelope);
  capsule_release(envelope);
  return result;
}

/* sweep(): releases the expired tickets. Returns the milliseconds until the next one expires, or
   -1. */
napi_value Sweep(napi_env env, napi_callback_info) {
  Tickets &tickets = Tickets::All();
  std::deque<capsule_envelope *> expired;
  double next = -1;
  {
    const std::lock_guard<std::mutex> lock(tickets.mutex);
    expired = tickets.RemoveExpired();
    const auto now = Clock::now();
    for (const auto &each : tickets.deposits) {
      const std::chrono::duration<double, std::milli> rest = each.second.expires - now;
      if (next < 0 || rest.count() < next) next = rest.count();
    }
  }
  ReleaseAll(expired);
  napi_value result = nullptr;
  return napi_create_double(env, next, &result) == napi_ok ? result : nullptr;
}
