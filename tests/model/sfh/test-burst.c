/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A burst on top of a star-formation history happens once: at a fixed age when the galaxy is seen, and so at
 * one cosmic time in its histories. What is right follows from the same galaxy without a burst. */
#include <string.h>

#include "model/cosmology/sl-cosmology.h"
#include "tests/model/engine-fixture.h"

static const char *const names[] = { "lgmstar_formed", "lgsfr100", "age_mass", "lgsfr10", "lgsfr1",
                                     "rest:LSST/g-r",  NULL };
enum { LG_FORMED, LG_SFR100, AGE, LG_SFR10, LG_SFR1, COLOUR, N_OBS };

/* The galaxy is seen at redshift 0.5, 8.5853 Gyr; stars of its burst are 0.3 to 30 Myr old. */
#define REDSHIFT 0.5
#define LGF -1.5
#define LGYR_PEAK 6.5
#define LGYR_MAX 7.5

/* Gyr before and after the galaxy is seen. */
static const double after[] = { -2.0, -0.04, -0.004, 0.0, 0.02, 0.3, 1.0, 4.0 };
enum { LONG_BEFORE, BEFORE, DURING, SEEN, SOON, LATER, AFTER, LATE, N_EPOCHS };

#define TOL_MASS 1e-12
/* The smooth history is interpolated in two ways. */
#define TOL_SMOOTH 1e-9
/* What the smooth history forms in the last 0.3 Myr is spread over all ages. */
#define TOL_RATE 1e-4
/* Trapezoids between the 300 times of a smooth history. */
#define TOL_TABLE 1e-4
/* Stars lie anywhere in a bin of ages, of 12 %. */
#define TOL_BIN 0.07

static double
time_seen (void)
{
  double p[5], t;
  SlGalaxy g;
  SlEpoch epoch;

  sl_galaxy_init (&g);
  memcpy (p, g.value + SL_PARAM_REDSHIFT, sizeof p);
  p[0] = REDSHIFT;
  sl_cosmology_epoch (p, &epoch);
  t = epoch.t_obs;
  return t;
}

static void
set_up (Fixture *f, gconstpointer data)
{
  SlTemplates *templates = load_templates ("ssp_bc03_miles.h5");
  double epochs[N_EPOCHS];

  for (guint e = 0; e < N_EPOCHS; e++)
    epochs[e] = time_seen () + after[e];
  fixture_start (f, templates, load_filters (),
                 (SlEngineConfig) { .observables = names, .history_observables = names,
                                    .n_epochs = N_EPOCHS, .epochs = epochs, .threads = 1 });
}

static void
galaxy_of (SlSfhFormId form, gboolean burst, SlGalaxy *g)
{
  sl_galaxy_init (g);
  g->sfh_form = form;
  g->value[SL_PARAM_REDSHIFT] = REDSHIFT;
  g->value[SL_PARAM_LGFBURST] = burst ? LGF : -30.0;
  g->value[SL_PARAM_LGYR_PEAK] = LGYR_PEAK;
  g->value[SL_PARAM_LGYR_MAX] = LGYR_MAX;
  /* No lines in the bands of the colour. */
  g->value[SL_PARAM_F_ESC] = 1.0;
}

static double
history (const SlResult *r, guint o, guint e)
{
  return o == AGE || o == COLOUR ? r->hist[o * N_EPOCHS + e] : pow (10.0, r->hist[o * N_EPOCHS + e]);
}

/* The mass of the burst is a share of what the galaxy has formed when it is seen, and is there from its time
 * on; the smooth history has the rest of the share at all times. */
static void
test_once (Fixture *f, gconstpointer data)
{
  const double share = pow (10.0, LGF);
  SlResult *with = f->result, *without = f->other;
  SlGalaxy g;

  galaxy_of (GPOINTER_TO_INT (data), FALSE, &g);
  ask_engine (f->engine, &g, without);
  galaxy_of (GPOINTER_TO_INT (data), TRUE, &g);
  ask_engine (f->engine, &g, with);
  for (guint e = 0; e < N_EPOCHS; e++)
    {
      const double whole = pow (10.0, without->obs[LG_FORMED]);
      const double smooth = (1.0 - share) * history (without, LG_FORMED, e);
      const double burst = history (with, LG_FORMED, e) - smooth;
      const double rate = history (with, LG_SFR100, e) - (1.0 - share) * history (without, LG_SFR100, e);

      if (e <= BEFORE)
        {
          g_assert_cmpfloat (fabs (burst), <=, TOL_MASS * whole);
          g_assert_cmpfloat (fabs (rate), <=, TOL_SMOOTH * share * whole / 1e8);
          g_assert_cmpfloat_with_epsilon (with->hist[COLOUR * N_EPOCHS + e],
                                          without->hist[COLOUR * N_EPOCHS + e], 1e-6);
          continue;
        }
      if (e == DURING)
        {
          g_assert_cmpfloat (burst, >, 0.1 * share * whole);
          g_assert_cmpfloat (burst, <, 0.9 * share * whole);
          continue;
        }
      g_assert_cmpfloat (fabs (burst - share * whole), <=, TOL_SMOOTH * whole);
      /* All of it is younger than 100 Myr until 68 Myr later. The youngest bin begins at 10^5.475 yr. */
      g_assert_cmpfloat (fabs (rate - (e <= SOON ? share * whole / (1e8 - pow (10.0, 5.475)) : 0.0)), <=,
                         1e-6 * share * whole / 1e8);
      /* It ages as time passes. */
      {
        const double aged =
            (history (with, AGE, e) * history (with, LG_FORMED, e) - smooth * history (without, AGE, e))
            / (share * whole);
        const double young = (with->obs[AGE] - (1.0 - share) * without->obs[AGE]) / share;

        g_assert_cmpfloat (young, >, 0.0003);
        g_assert_cmpfloat (young, <, 0.0316);
        g_assert_cmpfloat (fabs (aged - (young + after[e])), <=, TOL_BIN * (young + after[e]));
      }
    }
  /* When the galaxy is seen its history is the galaxy. */
  for (guint o = 0; o < N_OBS; o++)
    g_assert_cmpfloat_with_epsilon (with->hist[o * N_EPOCHS + SEEN], with->obs[o], 1e-6);
  /* A burst makes it bluer then, and not before. */
  g_assert_cmpfloat (with->hist[COLOUR * N_EPOCHS + SEEN], <, without->hist[COLOUR * N_EPOCHS + SEEN] - 0.05);
}

/* The smooth rate, and the rate of the burst: its mass over the time in which it formed. */
static void
test_rates (Fixture *f, gconstpointer data)
{
  const double share = pow (10.0, LGF), mass = 1e10;
  SlGalaxy g;
  double sum = 0.0, ten = 0.0, one = 0.0, smooth;

  galaxy_of (SL_SFH_CONSTANT, TRUE, &g);
  g.value[SL_PARAM_T_START] = 1.0;
  g.value[SL_PARAM_LGMSTAR_FORMED] = 10.0;
  ask_engine (f->engine, &g, f->result);
  /* The triweight of PHYSICS.md, section 2, at the ages of the library. */
  {
    const SlTemplates *t = f->templates;
    const double lo = 2 * LGYR_PEAK - LGYR_MAX, mid = 0.5 * (lo + LGYR_MAX), width = (LGYR_MAX - lo) / 6;
    g_autofree double *edge = sl_age_edges (t->lg_age_gyr, t->n_age);

    for (guint pass = 0; pass < 2; pass++)
      for (guint a = 0; a < t->n_age; a++)
        {
          const double z = (t->lg_age_gyr[a] + 9 - mid) / width / 3;
          const double w = fabs (z) < 1 ? pow (1 - z * z, 3) : 0;

          if (pass == 0)
            sum += w;
          else
            {
              g_assert_cmpfloat_with_epsilon (f->result->age_burst[a], share * w / sum, 1e-15);
              ten += w / sum * CLAMP ((0.01 - edge[a]) / (edge[a + 1] - edge[a]), 0, 1);
              one += w / sum * CLAMP ((0.001 - edge[a]) / (edge[a + 1] - edge[a]), 0, 1);
            }
        }
    smooth = (1 - share) * mass / ((f->result->t_obs - 1.0) * 1e9);
    ten = smooth + share * mass * ten / (1e7 - 1e9 * edge[0]);
    one = smooth + share * mass * one / (1e6 - 1e9 * edge[0]);
    g_assert_cmpfloat_with_epsilon (pow (10, f->result->obs[LG_SFR10]) / ten, 1.0, TOL_RATE);
    g_assert_cmpfloat_with_epsilon (pow (10, f->result->obs[LG_SFR1]) / one, 1.0, TOL_RATE);
  }
}

/* By the burst's parameters, and by those that set when the galaxy is seen. */
static void
test_derivatives (Fixture *f, gconstpointer data)
{
  static const struct { SlParamId id; double step; } by[] = {
    { SL_PARAM_LGFBURST, 1e-5 }, { SL_PARAM_LGYR_PEAK, 1e-5 }, { SL_PARAM_LGYR_MAX, 1e-5 },
    { SL_PARAM_REDSHIFT, 1e-6 }, { SL_PARAM_H, 1e-6 },
  };
  g_autoptr (SlResult) up = sl_result_new (f->engine), down = sl_result_new (f->engine);
  guint moved = 0;
  SlGalaxy g;

  galaxy_of (GPOINTER_TO_INT (data), TRUE, &g);
  ask_engine (f->engine, &g, f->result);
  for (guint i = 0; i < G_N_ELEMENTS (by); i++)
    {
      SlGalaxy moving = g;

      moving.value[by[i].id] = g.value[by[i].id] + by[i].step;
      ask_engine (f->engine, &moving, up);
      moving.value[by[i].id] = g.value[by[i].id] - by[i].step;
      ask_engine (f->engine, &moving, down);
      for (guint o = 0; o < N_OBS; o++)
        /* At the very time at which it is seen, the youngest stars are at the edge of the youngest bin. */
        for (guint e = 0; e < N_EPOCHS; e++)
          {
            const gsize at = o * N_EPOCHS + e;
            const double slope = f->result->hist_jac[((gsize) o * SL_N_PARAMS + by[i].id) * N_EPOCHS + e];
            const double difference = (up->hist[at] - down->hist[at]) / (2.0 * by[i].step);

            if (e == SEEN || e == DURING)
              continue;
            if (fabs (slope - difference) > 2e-4 * MAX (1.0, fabs (difference)))
              g_error ("%s by %s, epoch %u: %.9g, difference %.9g", names[o],
                       sl_param_info (by[i].id)->name, e, slope, difference);
            moved += by[i].id == SL_PARAM_REDSHIFT && e > SEEN && fabs (slope) > 1e-3;
          }
    }
  g_assert_cmpuint (moved, >, 0);
}

/* A galaxy younger than the oldest stars that the burst's parameters allow has none older than itself. */
static void
test_young_universe (Fixture *f, gconstpointer data)
{
  g_autofree double *edge = sl_age_edges (f->templates->lg_age_gyr, f->templates->n_age);
  SlGalaxy g;

  for (guint form = 0; form < SL_N_SFH_FORMS; form++)
    {
      double sum = 0.0;

      if (form == SL_SFH_TABLE)
        continue;
      galaxy_of (form, TRUE, &g);
      g.value[SL_PARAM_REDSHIFT] = 9.0;
      g.value[SL_PARAM_LGYR_PEAK] = 8.0;
      g.value[SL_PARAM_LGYR_MAX] = 9.0;
      g.value[SL_PARAM_T_START] = 0.01;
      g.value[SL_PARAM_T_BURST] = 0.1;
      g.value[SL_PARAM_BURST_WIDTH] = 3.0;
      g.value[SL_PARAM_LOGNORMAL_M] = -1.0;
      ask_engine (f->engine, &g, f->result);
      g_assert_cmpfloat (f->result->t_obs, <, 0.6);
      for (guint a = 0; a < f->templates->n_age; a++)
        {
          g_assert_true (edge[a] < f->result->t_obs || f->result->age_weight[a] == 0.0);
          g_assert_true (edge[a] < f->result->t_obs || f->result->age_burst[a] == 0.0);
          sum += f->result->age_weight[a];
        }
      g_assert_cmpfloat_with_epsilon (sum, 1.0, TOL_MASS);
      /* The mean age, over light or mass, is that of the ages that there are. */
      g_assert_cmpfloat (f->result->obs[AGE], <, f->result->t_obs);
    }
}

/* A form whose shape reaches back beyond the Big Bang forms all its mass after it. */
static void
test_after_beginning (Fixture *f, gconstpointer data)
{
  const SlResult *r = f->result;
  double mass = 0.0;
  SlGalaxy g;

  galaxy_of (SL_SFH_BURST, FALSE, &g);
  g.value[SL_PARAM_REDSHIFT] = 0.0;
  g.value[SL_PARAM_T_BURST] = 1.0;
  g.value[SL_PARAM_BURST_WIDTH] = 3.0;
  g.value[SL_PARAM_LGMSTAR_FORMED] = 10.0;
  ask_engine (f->engine, &g, f->result);
  mass = 1e9 * r->table_sfr[0] * r->table_t[0];
  for (guint i = 1; i < r->n_table; i++)
    mass += 0.5e9 * (r->table_sfr[i] + r->table_sfr[i - 1]) * (r->table_t[i] - r->table_t[i - 1]);
  g_assert_cmpfloat (fabs (mass / 1e10 - 1.0), <=, TOL_TABLE);
}

int
main (int argc, char **argv)
{
  static const struct { const char *name; SlSfhFormId form; } forms[] = {
    { "diffstar", SL_SFH_DIFFSTAR }, { "delayed-tau", SL_SFH_DELAYED_TAU },
    { "continuity", SL_SFH_CONTINUITY }, { "double-powerlaw", SL_SFH_DOUBLE_POWERLAW },
  };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *once = g_strconcat ("/burst/once/", forms[i].name, NULL),
                      *derivatives = g_strconcat ("/burst/derivatives/", forms[i].name, NULL);

      g_test_add (once, Fixture, GINT_TO_POINTER (forms[i].form), set_up, test_once, fixture_tear_down);
      g_test_add (derivatives, Fixture, GINT_TO_POINTER (forms[i].form), set_up, test_derivatives,
                  fixture_tear_down);
    }
  g_test_add ("/burst/rates", Fixture, NULL, set_up, test_rates, fixture_tear_down);
  g_test_add ("/burst/after-beginning", Fixture, NULL, set_up, test_after_beginning, fixture_tear_down);
  g_test_add ("/burst/young-universe", Fixture, NULL, set_up, test_young_universe, fixture_tear_down);
  return g_test_run ();
}
