/* threads.c: `draw` prints numbers of each generator; `race` draws from one on two threads. */
#include "../native/generators/generator.h"

#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const random_kind *const kinds[] = {&random_pcg64, &random_pcg64dxsm, &random_philox,
                                           &random_xoshiro256};

static void *draw(void *state) {
  uint64_t sum = 0;
  for (int i = 0; i < 20000000; i++) sum += random_pcg64.api->next_u64((bitgen_generator *)state);
  return sum == 1 ? state : NULL;
}

int main(int count, char **arguments) {
  pthread_t thread;
  bitgen_generator state;
  if (count > 1 && strcmp(arguments[1], "race") == 0) {
    memset(&state, 0, sizeof(state));
    if (pthread_create(&thread, NULL, draw, &state) != 0) return 1;
    draw(&state);
    return pthread_join(thread, NULL);
  }
  for (size_t k = 0; k < sizeof(kinds) / sizeof(kinds[0]); k++) {
    memset(&state, 0, sizeof(state));
    for (size_t i = 0; i < kinds[k]->words; i++)
      state.words[i] = UINT64_C(0x9e3779b97f4a7c15) * (i + 1);
    state.words[3] |= 1;
    state.words[10] = 4;
    for (int i = 0; i < 100; i++)
      printf("%016llx\n", (unsigned long long)kinds[k]->api->next_u64(&state));
    kinds[k]->jump(state.words);
    printf("%016llx\n", (unsigned long long)kinds[k]->api->next_u64(&state));
  }
  return 0;
}
