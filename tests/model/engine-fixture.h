/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "tests/model/options.h"

/* What tests of engines need. Functions that end in set_up and tear_down fit g_test_add(). */

/* Templates and filters; random numbers that are the same in every run. */
typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  GRand *rng;
} Library;

/* The same, with an engine over both and two results for it. */
typedef struct {
  SlTemplates *templates;
  SlFilterSet *filters;
  SlEngine *engine;
  SlResult *result, *other;
  GRand *rng;
} Fixture;

/* name: a file of data/, or WITHOUT_GAS. */
static inline void
library_set_up (Library *l, gconstpointer name)
{
  l->templates = load_library (name);
  l->filters = load_filters ();
  l->rng = g_rand_new_with_seed (1998);
}

static inline void
library_tear_down (Library *l, gconstpointer name)
{
  sl_templates_unref (l->templates);
  sl_filter_set_unref (l->filters);
  g_rand_free (l->rng);
}

/* An engine that must not fail. */
static inline SlEngine *
create_engine (const SlEngineClass *klass, const SlEngineConfig *config)
{
  g_autoptr (GError) error = NULL;
  SlEngine *engine = sl_engine_new (klass, config, &error);

  g_assert_no_error (error);
  return engine;
}

/* The configuration needs no templates and no filters: they are those of the fixture. Takes both of them. */
static inline void
fixture_start (Fixture *f, SlTemplates *templates, SlFilterSet *filters, SlEngineConfig config)
{
  config.templates = f->templates = templates;
  config.filters = f->filters = filters;
  f->engine = create_engine (&sl_engine_cpu, &config);
  f->result = sl_result_new (f->engine);
  f->other = sl_result_new (f->engine);
  f->rng = g_rand_new_with_seed (2000);
}

/* library: as for library_set_up(). */
static inline void
fixture_set_up (Fixture *f, const char *library, SlEngineConfig config)
{
  fixture_start (f, load_library (library), load_filters (), config);
}

static inline void
fixture_tear_down (Fixture *f, gconstpointer data)
{
  sl_result_free (f->result);
  sl_result_free (f->other);
  sl_engine_free (f->engine);
  sl_templates_unref (f->templates);
  sl_filter_set_unref (f->filters);
  g_rand_free (f->rng);
}

/* Two results of requests for everything, bit for bit; NaN compares as bits. */
static inline void
assert_same (const SlResult *a, const SlResult *b)
{
#define SAME(member, n)                                                                                      \
  g_assert_cmpmem (a->member, (n) * sizeof *a->member, b->member, (n) * sizeof *b->member)
  SAME (sed, a->n_wave);
  SAME (sed_intrinsic, a->n_wave);
  SAME (sed_tangent, (gsize) SL_N_PARAMS * a->n_wave);
  SAME (sed_by_age, (gsize) SL_N_AGE_GROUPS * a->n_wave);
  SAME (arriving, a->n_wave);
  SAME (arriving_dz, a->n_wave);
  SAME (obs, a->n_obs);
  SAME (obs_jac, (gsize) a->n_obs * SL_N_PARAMS);
  SAME (epoch_z, a->n_epochs);
  SAME (hist, a->n_hist * a->n_epochs);
  SAME (hist_jac, (gsize) a->n_hist * SL_N_PARAMS * a->n_epochs);
  SAME (table_sfr, a->n_table);
  SAME (table_fq, a->n_table);
  SAME (age_weight, a->n_age);
  SAME (age_burst, a->n_age);
#undef SAME
}
