/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/degeneracy/sl-route.h"
#include "model/galaxy/sl-presets.h"
#include "tests/model/engine-fixture.h"

/* What tests of walks have in common: the installed library, and a few observables of a preset's galaxy. */

enum { MOST_HELD = 4 };

typedef struct {
  Fixture fixture;
  SlEngineMeasure *measure;
  SlGalaxy galaxy;
  guint n;
  double value[MOST_HELD], tolerance[MOST_HELD], jac[MOST_HELD * SL_N_PARAMS];
  SlRouteConfig config;
} Held;

static inline void
held_start (Held *h, const char *preset, const char *const *names)
{
  const SlEngineConfig config = { .observables = names };
  g_autoptr (GError) error = NULL;

  memset (h, 0, sizeof *h);
  fixture_set_up (&h->fixture, "ssp_bc03_miles.h5", config);
  h->measure = sl_engine_measure_new (h->fixture.engine, names, &error);
  g_assert_no_error (error);
  g_assert_true (sl_preset_apply (preset, &h->galaxy));
  h->n = g_strv_length ((char **) names);
  g_assert_true (sl_engine_measure (&h->galaxy, h->value, h->jac, h->measure, &error));
  for (guint o = 0; o < h->n; o++)
    g_assert_true (sl_held_tolerance (h->fixture.engine, names[o], h->value[o], &h->tolerance[o], &error));
  h->config = (SlRouteConfig) { .free = sl_degeneracy_params (&h->galaxy),
                               .n = h->n,
                               .tolerance = h->tolerance,
                               .measure = sl_engine_measure,
                               .data = h->measure };
}

static inline void
held_end (Held *h)
{
  sl_engine_measure_free (h->measure);
  fixture_tear_down (&h->fixture, NULL);
}

/* Values (n) of a galaxy by an evaluation of its own. */
static inline void
held_evaluate (Held *h, const SlGalaxy *galaxy, double *value)
{
  const SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES };
  g_autoptr (GError) error = NULL;

  g_assert_true (sl_galaxy_check (galaxy, FALSE, &error));
  g_assert_no_error (error);
  g_assert_true (sl_engine_evaluate (h->fixture.engine, &request, h->fixture.other, &error));
  memcpy (value, h->fixture.other->obs, h->n * sizeof *value);
}

/* That the held observables of a galaxy are at rest. */
static inline void
assert_held (Held *h, const SlGalaxy *galaxy)
{
  double value[MOST_HELD];

  held_evaluate (h, galaxy, value);
  for (guint o = 0; o < h->n; o++)
    /* The value and the derivatives of an observable may be summed in another order. */
    g_assert_cmpfloat_with_epsilon (value[o], h->value[o], h->tolerance[o] * 1.01);
}
