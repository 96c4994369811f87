/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sentences about parameters that trade places. */
#include "app/figures/sl-degeneracy-text.h"
#include "app/figures/sl-labels.h"
#include "app/panel/sl-param-marks.h"
#include "tests/model/degeneracy/held.h"

/* Columns of the parameters with everyday names, in units of their ranges. */
static guint
everyday_columns (const Held *h, SlParamId *id, double *jac, guint n_obs)
{
  guint n = 0;

  for (int p = sl_param_set_next (h->config.free, -1); p >= 0; p = sl_param_set_next (h->config.free, p))
    if (sl_param_marks_of (&h->galaxy, p)->simple_title)
      id[n++] = p;
  for (guint o = 0; o < n_obs; o++)
    for (guint i = 0; i < n; i++)
      {
        double lo, hi;

        sl_galaxy_range (&h->galaxy, id[i], NULL, &lo, &hi);
        jac[o * n + i] = h->jac[o * SL_N_PARAMS + id[i]] * (hi - lo);
      }
  return n;
}

/* What a newcomer reads in the start view: metals and dust do the same to g − r, and what tells them
 * apart. */
static void
test_start_view (void)
{
  static const char *const names[] = { "rest:LSST/g-r", "rest:LSST/r-i", "rest:LSST/u-g", "rest:LSST/i-z",
                                       NULL };
  Held h;
  SlParamId id[SL_N_PARAMS];
  double jac[MOST_HELD * SL_N_PARAMS], change;
  SlTrade trade[64];
  guint n, found;
  gboolean metals_and_dust = FALSE;

  held_start (&h, "quenched", names);
  n = everyday_columns (&h, id, jac, 4);
  found = sl_trades_find (jac, 1, n, 64, trade);
  g_assert_cmpuint (found, >, 0);
  for (guint t = 0; t < found; t++)
    {
      const int apart = sl_trades_apart (&trade[t], jac + n, 3, n, &change);
      g_autofree char *where = sl_label_observable (names[0], NULL),
                      *which = sl_label_observable (names[1 + apart], NULL),
                      *text =
                          sl_trade_text (&trade[t], id, &h.galaxy, (const char *const[]) { where }, 1, which);

      g_test_message ("%s", text);
      g_assert_true (g_str_has_prefix (text, "In g − r at rest, "));
      metals_and_dust |=
          strstr (text, "more metals in old stars") && strstr (text, "more dust around old stars")
          && strstr (text, "look the same (100 %)") && g_str_has_suffix (text, "tells them apart best.");
    }
  g_assert_true (metals_and_dust);
  /* In three colours. */
  found = sl_trades_find (jac, 3, n, 8, trade);
  for (guint t = 0; t < found; t++)
    {
      g_autofree char *text = sl_trade_text (&trade[t], id, &h.galaxy, names, 3, NULL);

      g_test_message ("%s", text);
      g_assert_true (g_str_has_prefix (text, "In rest:LSST/g-r, rest:LSST/r-i and rest:LSST/u-g"));
      g_assert_true (g_str_has_suffix (text, " %)."));
    }
  held_end (&h);
}

static void
test_words (void)
{
  const SlTrade three = { .n = 3, .column = { 2, 0, 1 }, .step = { 1.0, -0.5, 0.3 }, .share = 0.974 };
  static const SlParamId id[] = { SL_PARAM_LG_QT, SL_PARAM_AV_OLD, SL_PARAM_LGMET_OLD };
  static const char *const labels[] = { "g − r", "r − i", "u − g", "z − y" };
  SlGalaxy galaxy;
  g_autofree char *text = NULL;

  sl_galaxy_init (&galaxy);
  text = sl_trade_text (&three, id, &galaxy, labels, 4, "[O III]");
  g_assert_cmpstr (text, ==,
                   "In g − r, r − i, u − g and z − y: more metals in old stars – that looks like later "
                   "quenching and "
                   "less dust around old stars together (97 %). [O III] tells them apart best.");
  for (int p = 0; p < SL_N_PARAMS; p++)
    for (int sign = -1; sign <= 1; sign += 2)
      {
        g_autofree char *change = sl_change_text (&galaxy, p, sign),
                        *other = sl_change_text (&galaxy, p, -sign);

        g_assert_cmpuint (strlen (change), >, 5);
        g_assert_cmpstr (change, !=, other);
      }
}

static void
test_reports (void)
{
  static const char *const labels[] = { "g − r", "r − i" };
  SlRouteReport report = { .status = SL_ROUTE_REACHED };
  SlGalaxy galaxy;
  static const struct {
    SlRouteStatus status;
    const char *text;
  } table[] = {
    { SL_ROUTE_MORE, NULL },
    { SL_ROUTE_NO_EFFECT, "no free parameter changes r − i" },
    { SL_ROUTE_CONFLICT,
      "the free parameters do not change the held observables independently of each other" },
    { SL_ROUTE_NOT_SMOOTH, "the model is not smooth there" },
    { SL_ROUTE_AT_END,
      "“Dust, old stars” is at its lower end, “Late growth” is at its upper end and “Depth of the "
      "drop” stops at “Later level”" },
  };

  sl_galaxy_init (&galaxy);
  report.observable = 1;
  report.n_blocking = 3;
  report.blocking[0] = (SlRouteBlock) { SL_PARAM_AV_OLD, SL_STEP_AT_LOW, SL_PARAM_AV_OLD };
  report.blocking[1] = (SlRouteBlock) { SL_PARAM_LATE_INDEX, SL_STEP_AT_HIGH, SL_PARAM_LATE_INDEX };
  report.blocking[2] = (SlRouteBlock) { SL_PARAM_LG_DROP, SL_STEP_AT_PARTNER, SL_PARAM_LG_REJUV };
  g_assert_null (sl_route_report_text (&report, &galaxy, labels));
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *text = NULL;

      report.status = table[i].status;
      text = sl_route_report_text (&report, &galaxy, labels);
      g_assert_cmpstr (text, ==, table[i].text);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/degeneracy-text/start-view", test_start_view);
  g_test_add_func ("/degeneracy-text/words", test_words);
  g_test_add_func ("/degeneracy-text/reports", test_reports);
  return g_test_run ();
}
