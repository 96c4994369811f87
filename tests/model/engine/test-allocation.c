/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Evaluation allocates nothing: every allocation of the process is counted while it runs. */
#include <stdatomic.h>
#include <stdlib.h>

#include "model/galaxy/sl-options.h"
#include "tests/model/engine-fixture.h"

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
void *
memalign (size_t align, size_t n)
{
  atomic_fetch_add (&allocations, 1);
  return __libc_memalign (align, n);
}
void *aligned_alloc (size_t align, size_t n) { return memalign (align, n); }
int posix_memalign (void **p, size_t align, size_t n) { *p = memalign (align, n); return *p ? 0 : 12; }
#endif

#ifdef CAN_COUNT
static void
ask (SlEngine *engine, const SlRequest *request, SlResult *result)
{
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (engine, request, result, &error);
  g_assert_no_error (error);
}

/* Every observable, now and over time; galaxies are made before counting begins, since the first use of a
 * table allocates. */
static void
count (const char *library, const SlGalaxy *galaxy, guint n)
{
  static const double epochs[] = { 1.0, 5.0, 10.0 };
  g_autoptr (SlTemplates) templates = load_library (library);
  g_autoptr (SlFilterSet) filters = load_filters ();
  SlEngineConfig config = { .templates = templates,
                            .filters = filters,
                            .observables = every_observable,
                            .history_observables = every_observable,
                            .n_epochs = G_N_ELEMENTS (epochs),
                            .epochs = epochs,
                            .threads = 2 };
  g_autoptr (SlEngine) engine = create_engine (&sl_engine_cpu, &config);
  g_autoptr (SlResult) result = sl_result_new (engine);
  SlRequest request = { .flags = SL_REQUEST_ALL, .tangents = sl_param_set_all () };
  unsigned long before = atomic_load (&allocations);
  gpointer probe = g_malloc (1000);

  g_assert_cmpuint (atomic_load (&allocations), >, before); /* the counter counts */
  g_free (probe);
  sl_galaxy_init (&request.galaxy);
  ask (engine, &request, result);
  before = atomic_load (&allocations);
  for (guint i = 0; i < n; i++)
    {
      request.galaxy = galaxy[i];
      ask (engine, &request, result);
    }
  g_assert_cmpuint (atomic_load (&allocations), ==, before);
}

/* Each value of each option, lines off, moving stars; then all sorts of them together. */
static guint
galaxies (SlGalaxy *galaxy, guint room)
{
  g_autoptr (GRand) rng = g_rand_new_with_seed (99);
  guint n = 0;

  for (int id = 0; id < SL_N_OPTIONS; id++)
    for (guint value = 0; value < sl_option_info (id)->n_values; value++)
      {
        SlGalaxy *g = &galaxy[n++];

        sl_galaxy_init (g);
        g->value[SL_PARAM_REDSHIFT] = 0.3;
        g->sfh_table = a_history_table ();
        g->metals_table = a_metals_table ();
        sl_galaxy_change_option (g, id, value);
      }
  for (int step = 0; step < 4; step++, n++)
    {
      galaxy[n] = galaxy[0];
      if (step < 2)
        galaxy[n].lines_off[0] = step ? 0xff : 0x0f;
      else
        galaxy[n].value[SL_PARAM_SIGMA_STAR] = 50.0 * step;
    }
  while (n < room)
    any_galaxy (rng, &galaxy[n++]);
  return n;
}
#endif

static void
test_parameters (gconstpointer library)
{
#ifdef CAN_COUNT
  SlGalaxy galaxy[SL_N_PARAMS];

  for (int p = 0; p < SL_N_PARAMS; p++)
    {
      if (p == 0)
        {
          sl_galaxy_init (&galaxy[p]);
          galaxy[p].value[SL_PARAM_REDSHIFT] = 0.3;
        }
      else
        galaxy[p] = galaxy[p - 1];
      galaxy[p].value[p] += 1e-3;
    }
  count (library, galaxy, G_N_ELEMENTS (galaxy));
#else
  g_test_skip ("allocations cannot be counted in this build");
#endif
}

static void
test_options (gconstpointer library)
{
#ifdef CAN_COUNT
  SlGalaxy galaxy[80];

  count (library, galaxy, galaxies (galaxy, G_N_ELEMENTS (galaxy)));
#else
  g_test_skip ("allocations cannot be counted in this build");
#endif
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/allocation/parameters", "ssp_tiny.h5", test_parameters);
  g_test_add_data_func ("/allocation/options", "ssp_tiny.h5", test_options);
  g_test_add_data_func ("/allocation/options-without-gas", WITHOUT_GAS, test_options);
  return g_test_run ();
}
