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
