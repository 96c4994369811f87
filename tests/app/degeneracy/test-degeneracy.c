/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a page of degeneracies is about, the forecast that follows, and the sample of the posterior. */
#include <math.h>
#include <string.h>

#include "app/degeneracy/sl-degeneracy-answer.h"
#include "app/degeneracy/sl-degeneracy-posterior.h"
#include "app/figures/sl-figures-corner.h"
#include "tests/model/engine-fixture.h"
#include "tests/wait.h"

/* The thread is patient: on a busy machine it gets a tenth of a core. */
#define LIMIT_US (240 * G_USEC_PER_SEC)
/* Products of a few doubles. */
#define TOL 1e-12
/* Of the last 1500 points of a Gaussian, which are correlated: some hundred are effective, and these are more
 * than four of their standard deviations of a width and of a mean (in widths). */
#define TOL_WIDTH 0.15
#define TOL_MEAN 0.25

/* --- state --------------------------------------------------------------------- */

static void
check_same (const SlDegeneracyState *state)
{
  g_autoptr (GVariant) variant = g_variant_ref_sink (sl_degeneracy_state_to_variant (state));
  SlDegeneracyState read;

  g_assert_true (sl_degeneracy_state_from_variant (&read, variant));
  g_assert_true (sl_degeneracy_state_equal (state, &read));
}

static void
test_state (void)
{
  g_autoptr (GVariant) empty =
      g_variant_ref_sink (g_variant_new_parsed ("(@a(sdb) [], @as [], @as [], @a{sd} {})"));
  g_autoptr (GVariant) odd = g_variant_ref_sink (g_variant_new_parsed (
      "(@a(sdb) [('rest:LSST/g-r', -1.0, true), ('ew:Hbeta', inf, true), ('obs:LSST/u', 0.5, true)], "
      "@as ['nonsense', 'av_old'], ['av_old', 'lg_qt'], {'av_old': -2.0, 'nonsense': 1.0})"));
  SlDegeneracyState state, start;
  int i;

  sl_degeneracy_state_init (&start);
  g_assert_cmpuint (sl_degeneracy_state_n_on (&start), ==, 2);
  g_assert_cmpuint (sl_param_set_count (start.free), ==, 3);
  g_assert_true (sl_param_set_equal (start.free, start.shown));
  check_same (&start);
  g_assert_false (sl_degeneracy_state_from_variant (&state, empty));
  g_assert_true (sl_degeneracy_state_equal (&state, &start));

  /* What cannot be is left out; what is offered is there. */
  g_assert_true (sl_degeneracy_state_from_variant (&state, odd));
  g_assert_cmpuint (state.n, ==, start.n);
  i = sl_degeneracy_state_find (&state, "obs:LSST/u");
  g_assert_cmpint (i, >=, 0);
  g_assert_true (state.measurement[i].on && state.measurement[i].error == 0.5);
  i = sl_degeneracy_state_find (&state, "rest:LSST/g-r");
  g_assert_true (!state.measurement[i].on && state.measurement[i].error > 0.0);
  g_assert_true (sl_param_set_equal (state.free, sl_param_set_of (SL_PARAM_AV_OLD)));
  g_assert_true (sl_param_set_equal (state.shown, sl_param_set_of (SL_PARAM_AV_OLD)));
  g_assert_cmpfloat (state.prior[SL_PARAM_AV_OLD], ==, 0.0);

  /* A seventh free parameter is not shown; one that is known is shown no more. */
  state = start;
  for (int id = 0; sl_param_set_count (state.free) <= SL_FIGURE_CORNER_MOST; id++)
    sl_degeneracy_state_set_free (&state, (SlParamId) id, TRUE);
  g_assert_cmpuint (sl_param_set_count (state.shown), ==, SL_FIGURE_CORNER_MOST);
  sl_degeneracy_state_set_free (&state, SL_PARAM_AV_OLD, FALSE);
  g_assert_false (sl_param_set_has (state.shown, SL_PARAM_AV_OLD));
  state.prior[SL_PARAM_LGMET_OLD] = 0.25;
  g_assert_true (sl_degeneracy_state_add (&state, "rest:EUCLID/J-H", 0.01));
  g_assert_false (sl_degeneracy_state_add (&state, "rest:EUCLID/J-H", 0.0));
  check_same (&state);
  while (state.n < SL_DEGENERACY_MOST)
    {
      g_autofree char *name = g_strdup_printf ("line:%u", state.n);

      g_assert_true (sl_degeneracy_state_add (&state, name, 1.0));
    }
  g_assert_false (sl_degeneracy_state_add (&state, "one too many", 1.0));
}

/* --- answer ----------------------------------------------------------------------- */

/* Two parameters, two measurements and a third that does not exist: the inverse by hand. */
static void
test_answer (void)
{
  g_autoptr (SlDegeneracyAnswer) answer = NULL;
  SlDegeneracyState state = { 0 };
  SlGalaxy galaxy;
  double value[3] = { 0.5, 0.2, NAN }, jac[3 * SL_N_PARAMS] = { 0.0 }, a, b, c, det, lo, hi, range;
  const SlParamId p = SL_PARAM_LGMET_OLD, q = SL_PARAM_AV_OLD;

  sl_galaxy_init (&galaxy);
  g_assert_true (p < q);
  g_assert_true (sl_degeneracy_state_add (&state, "a", 0.1));
  g_assert_true (sl_degeneracy_state_add (&state, "b", 0.2));
  g_assert_true (sl_degeneracy_state_add (&state, "c", 0.3));
  sl_degeneracy_state_set_free (&state, p, TRUE);
  sl_degeneracy_state_set_free (&state, q, TRUE);
  state.prior[q] = 0.5;
  sl_galaxy_range (&galaxy, p, NULL, &lo, &hi);
  range = (hi - lo) / sqrt (12.0);
  jac[p] = 1.0, jac[q] = 2.0;
  jac[SL_N_PARAMS + p] = -3.0, jac[SL_N_PARAMS + q] = 0.5;
  jac[2 * SL_N_PARAMS + p] = 100.0;
  answer = sl_degeneracy_answer_new (&state, &galaxy, value, jac);
  g_assert_cmpuint (answer->n_free, ==, 2);
  g_assert_cmpuint (answer->n_used, ==, 2);
  g_assert_true (answer->id[0] == p && answer->id[1] == q);
  g_assert_false (sl_degeneracy_answer_has (answer, 2));
  g_assert_cmpfloat_with_epsilon (answer->effect[2], -3.0 * range / 0.2, TOL * 100.0);
  a = 1.0 / 0.01 + 9.0 / 0.04 + 1.0 / (range * range);
  b = 2.0 / 0.01 - 1.5 / 0.04;
  c = 4.0 / 0.01 + 0.25 / 0.04 + 1.0 / 0.25;
  det = a * c - b * b;
  g_assert_nonnull (answer->covariance);
  g_assert_cmpfloat_with_epsilon (answer->covariance[0], c / det, TOL);
  g_assert_cmpfloat_with_epsilon (answer->covariance[1], -b / det, TOL);
  g_assert_cmpfloat_with_epsilon (answer->covariance[3], a / det, TOL);
  g_assert_cmpfloat_with_epsilon (answer->forecast.error[0], sqrt (c / det), TOL);
  g_assert_cmpfloat_with_epsilon (answer->forecast.error_alone[1], 1.0 / sqrt (c), TOL);
}

/* Nothing measured: what is known before is all there is. Nothing free: no forecast, and no crash. */
static void
test_answer_of_nothing (void)
{
  SlDegeneracyState state = { 0 };
  SlGalaxy galaxy;
  double none = 0.0, lo, hi;
  SlDegeneracyAnswer *answer;

  sl_galaxy_init (&galaxy);
  answer = sl_degeneracy_answer_new (&state, &galaxy, &none, &none);
  g_assert_cmpuint (answer->forecast.n, ==, 0);
  g_assert_null (answer->covariance);
  sl_degeneracy_answer_free (answer);
  sl_degeneracy_state_set_free (&state, SL_PARAM_AV_OLD, TRUE);
  answer = sl_degeneracy_answer_new (&state, &galaxy, &none, &none);
  sl_galaxy_range (&galaxy, SL_PARAM_AV_OLD, NULL, &lo, &hi);
  g_assert_cmpfloat_with_epsilon (answer->forecast.error[0], (hi - lo) / sqrt (12.0), TOL);
  sl_degeneracy_answer_free (answer);
}

/* --- posterior ---------------------------------------------------------------------- */

static SlPosteriorAnswer *newest;
static guint n_answers;

static void
answered_cb (SlPosteriorAnswer *answer, const GError *error, gpointer data)
{
  g_assert_no_error (error);
  g_clear_pointer (&newest, sl_posterior_answer_free);
  newest = answer;
  n_answers++;
}

static SlDegeneracyAnswer *
first_order (Fixture *f, const SlDegeneracyState *state, const SlGalaxy *galaxy)
{
  const SlRequest request = { .galaxy = *galaxy, .flags = SL_REQUEST_OBSERVABLES | SL_REQUEST_JACOBIAN };
  g_autoptr (GError) error = NULL;

  sl_engine_evaluate (f->engine, &request, f->result, &error);
  g_assert_no_error (error);
  return sl_degeneracy_answer_new (state, galaxy, f->result->obs, f->result->obs_jac);
}

static void
moments (guint k, double *mean, double *sd)
{
  *mean = *sd = 0.0;
  for (gsize i = 0; i < newest->n; i++)
    *mean += newest->value[i * newest->n_free + k] / newest->n;
  for (gsize i = 0; i < newest->n; i++)
    *sd += pow (newest->value[i * newest->n_free + k] - *mean, 2.0) / newest->n;
  *sd = sqrt (*sd);
}

/* The second galaxy is another one. The sanitizers are ten times slower, and look for other faults. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define ROUNDS 1
#else
#define ROUNDS 2
#endif

/* Where errors are small the posterior is the Gaussian of the forecast; it follows the galaxy. */
static void
test_posterior (void)
{
  static const char *const names[] = { "rest:LSST/u-g", "rest:LSST/g-r", "rest:LSST/r-i", "rest:LSST/i-z",
                                       NULL };
  g_autoptr (SlDegeneracyPosterior) posterior = NULL;
  SlDegeneracyState state = { 0 };
  SlDegeneracyAnswer *answer;
  SlGalaxy galaxy;
  Fixture f;

  fixture_set_up (&f, "ssp_tiny.h5", (SlEngineConfig) { .observables = names });
  for (guint i = 0; names[i]; i++)
    g_assert_true (sl_degeneracy_state_add (&state, names[i], 4e-3));
  sl_degeneracy_state_set_free (&state, SL_PARAM_LGMET_OLD, TRUE);
  sl_degeneracy_state_set_free (&state, SL_PARAM_AV_OLD, TRUE);
  sl_galaxy_init (&galaxy);
  galaxy.value[SL_PARAM_AV_OLD] = 0.8;
  posterior = sl_degeneracy_posterior_new (answered_cb, NULL);
  for (guint round = 0; round < ROUNDS; round++)
    {
      galaxy.value[SL_PARAM_AV_OLD] += 0.1 * round;
      answer = first_order (&f, &state, &galaxy);
      sl_degeneracy_posterior_post (posterior, f.templates, f.filters, answer, 1);
      WAIT (newest && newest->believed
            && newest->galaxy.value[SL_PARAM_AV_OLD] == galaxy.value[SL_PARAM_AV_OLD] && newest->done);
      for (guint k = 0; k < 2; k++)
        {
          double mean, sd;

          moments (k, &mean, &sd);
          g_assert_cmpfloat (fabs (sd / answer->forecast.error[k] - 1.0), <, TOL_WIDTH);
          g_assert_cmpfloat (fabs (mean - galaxy.value[answer->id[k]]), <, TOL_MEAN * sd);
        }
      sl_degeneracy_answer_free (answer);
    }
  /* It rests: nothing more comes. */
  n_answers = 0;
  for (const gint64 until = g_get_monotonic_time () + 200000; g_get_monotonic_time () < until;)
    g_main_context_iteration (NULL, FALSE);
  g_assert_cmpuint (n_answers, ==, 0);
  g_clear_pointer (&newest, sl_posterior_answer_free);
  fixture_tear_down (&f, NULL);
}

/* Freed while it computes, and while an answer is on its way. */
static void
test_posterior_freed (void)
{
  static const char *const names[] = { "rest:LSST/g-r", NULL };
  SlDegeneracyState state = { 0 };
  SlDegeneracyAnswer *answer;
  SlGalaxy galaxy;
  Fixture f;

  fixture_set_up (&f, "ssp_tiny.h5", (SlEngineConfig) { .observables = names });
  g_assert_true (sl_degeneracy_state_add (&state, names[0], 0.02));
  sl_degeneracy_state_set_free (&state, SL_PARAM_AV_OLD, TRUE);
  sl_galaxy_init (&galaxy);
  answer = first_order (&f, &state, &galaxy);
  for (guint i = 0; i < 6; i++)
    {
      SlDegeneracyPosterior *posterior = sl_degeneracy_posterior_new (answered_cb, NULL);

      for (guint k = 0; k <= i; k++)
        sl_degeneracy_posterior_post (posterior, f.templates, f.filters, answer, 1);
      n_answers = 0;
      if (i > 2)
        WAIT (n_answers > 0);
      sl_degeneracy_posterior_set_paused (posterior, i == 4);
      g_usleep (20000 * (i % 3));
      sl_degeneracy_posterior_free (posterior);
      n_answers = 0;
      for (guint k = 0; k < 50; k++)
        g_main_context_iteration (NULL, FALSE);
      g_assert_cmpuint (n_answers, ==, 0);
    }
  sl_degeneracy_answer_free (answer);
  g_clear_pointer (&newest, sl_posterior_answer_free);
  fixture_tear_down (&f, NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/degeneracy/state", test_state);
  g_test_add_func ("/degeneracy/answer", test_answer);
  g_test_add_func ("/degeneracy/answer-of-nothing", test_answer_of_nothing);
  g_test_add_func ("/degeneracy/posterior", test_posterior);
  g_test_add_func ("/degeneracy/posterior-freed", test_posterior_freed);
  return g_test_run ();
}
