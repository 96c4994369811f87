/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation allocates nothing: every allocation of the process is counted while it runs. */
#include <stdatomic.h>
#include <stdlib.h>

#include "tests/model/reference.h"

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_COUNT 1
static atomic_ulong allocations;

void *__libc_malloc (size_t n);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *p, size_t n);
void *__libc_memalign (size_t align, size_t n);

void *malloc (size_t n) { atomic_fetch_add (&allocations, 1); return __libc_malloc (n); }
void *calloc (size_t n, size_t size) { atomic_fetch_add (&allocations, 1); return __libc_calloc (n, size); }
void *realloc (void *p, size_t n) { atomic_fetch_add (&allocations, 1); return __libc_realloc (p, n); }
void *memalign (size_t align, size_t n) { atomic_fetch_add (&allocations, 1); return __libc_memalign (align, n); }
void *aligned_alloc (size_t align, size_t n) { return memalign (align, n); }
int posix_memalign (void **p, size_t align, size_t n) { *p = memalign (align, n); return *p ? 0 : 12; }
#endif

static void
test_evaluate (void)
{
#ifdef CAN_COUNT
  static const char *const observables[] = { "rest:LSST/g-r", "obs:LSST/r", "ew:OIII5007", "lgmstar_surviving",
                                             "lick:Hbeta", "fnu:LSST/g", "ml:LSST/r", "age_light", NULL };
  static const char *const history[] = { "rest:LSST/g-r", "obs:LSST/i", "lick:Hbeta", "beta_uv", "lgqion", NULL };
  static const double epochs[] = { 1.0, 5.0, 10.0 };
  g_autoptr (SlTemplates) templates = load_templates ("ssp_tiny.h5");
  g_autoptr (SlFilterSet) filters = load_filters ();
  SlEngineConfig config = { .templates = templates, .filters = filters, .observables = observables,
                            .history_observables = history, .n_epochs = 3, .epochs = epochs, .threads = 2 };
  g_autoptr (SlEngine) engine = sl_engine_new (&sl_engine_cpu, &config, NULL);
  g_autoptr (SlResult) result = sl_result_new (engine);
  SlRequest request = { .want = SL_WANT_ALL, .tangents = SL_PARAM_MASK_ALL };
  unsigned long before = atomic_load (&allocations);
  gpointer probe = g_malloc (1000);

  g_assert_cmpuint (atomic_load (&allocations), >, before); /* the counter counts */
  g_free (probe);
  sl_galaxy_init (&request.galaxy);
  request.galaxy.value[SL_PARAM_REDSHIFT] = 0.3;
  g_assert_true (sl_engine_evaluate (engine, &request, result, NULL));
  before = atomic_load (&allocations);
  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      request.galaxy.value[p] += 1e-3;
      g_assert_true (sl_engine_evaluate (engine, &request, result, NULL));
    }
  g_assert_cmpuint (atomic_load (&allocations), ==, before);
#else
  g_test_skip ("allocations cannot be counted in this build");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/allocation/evaluate", test_evaluate);
  return g_test_run ();
}
