/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/figures/sl-degeneracy-text.h"

#include <math.h>

#include <glib/gi18n.h>

#include "app/figures/sl-param-labels.h"

/* Translators: these are parts of sentences, in the nominative: “In g − r, %s and %s look the same.” */
#define CHANGE(id, more, less) [SL_PARAM_##id] = { more, less }
static const struct { const char *more, *less; } change_table[SL_N_PARAMS] = {
  CHANGE (LOGM0, N_ ("a heavier halo"), N_ ("a lighter halo")),
  CHANGE (LOGTC, N_ ("a later slow-down of the halo"), N_ ("an earlier slow-down of the halo")),
  CHANGE (EARLY_INDEX, N_ ("faster early growth of the halo"), N_ ("slower early growth of the halo")),
  CHANGE (LATE_INDEX, N_ ("faster late growth of the halo"), N_ ("slower late growth of the halo")),
  CHANGE (T_PEAK, N_ ("a later end of halo growth"), N_ ("an earlier end of halo growth")),
  CHANGE (LGMCRIT, N_ ("a higher critical halo mass"), N_ ("a lower critical halo mass")),
  CHANGE (LGY_AT_MCRIT, N_ ("more efficient star formation"), N_ ("less efficient star formation")),
  CHANGE (TAU_DEP, N_ ("slower use of gas"), N_ ("faster use of gas")),
  CHANGE (LG_QT, N_ ("later quenching"), N_ ("earlier quenching")),
  CHANGE (QLGLGDT, N_ ("more gradual quenching"), N_ ("more abrupt quenching")),
  CHANGE (LG_DROP, N_ ("weaker quenching"), N_ ("stronger quenching")),
  CHANGE (LG_REJUV, N_ ("more star formation after quenching"), N_ ("less star formation after quenching")),
  CHANGE (LGFBURST, N_ ("a bigger burst"), N_ ("a smaller burst")),
  CHANGE (LGYR_PEAK, N_ ("an older burst"), N_ ("a younger burst")),
  CHANGE (LGYR_MAX, N_ ("an earlier start of the burst"), N_ ("a later start of the burst")),
  CHANGE (LGMET_YOUNG, N_ ("more metals in young stars"), N_ ("fewer metals in young stars")),
  CHANGE (LGMET_OLD, N_ ("more metals in old stars"), N_ ("fewer metals in old stars")),
  CHANGE (LGMET_SCATTER, N_ ("a wider spread of metals"), N_ ("a narrower spread of metals")),
  CHANGE (LGMET_SHIFT, N_ ("more metals"), N_ ("fewer metals")),
  CHANGE (LGMET_GAS, N_ ("more metals in the gas"), N_ ("fewer metals in the gas")),
  CHANGE (LGU_MEAN, N_ ("stronger ionising light"), N_ ("weaker ionising light")),
  CHANGE (F_ESC, N_ ("more escaping photons"), N_ ("fewer escaping photons")),
  CHANGE (SIGMA_V, N_ ("broader emission lines"), N_ ("narrower emission lines")),
  CHANGE (SIGMA_STAR, N_ ("a larger velocity dispersion"), N_ ("a smaller velocity dispersion")),
  CHANGE (AV_YOUNG, N_ ("more dust around young stars"), N_ ("less dust around young stars")),
  CHANGE (AV_OLD, N_ ("more dust around old stars"), N_ ("less dust around old stars")),
  CHANGE (DELTA_YOUNG, N_ ("a flatter dust curve of young stars"),
          N_ ("a steeper dust curve of young stars")),
  CHANGE (DELTA_OLD, N_ ("a flatter dust curve of old stars"), N_ ("a steeper dust curve of old stars")),
  CHANGE (UV_BUMP, N_ ("a stronger bump at 2175 Å"), N_ ("a weaker bump at 2175 Å")),
  CHANGE (FRAC_UNOBSCURED, N_ ("more unobscured light"), N_ ("less unobscured light")),
  CHANGE (REDSHIFT, N_ ("a higher redshift"), N_ ("a lower redshift")),
  CHANGE (LGMSTAR_FORMED, N_ ("more stars"), N_ ("fewer stars")),
  CHANGE (T_START, N_ ("a later start of star formation"), N_ ("an earlier start of star formation")),
  CHANGE (TAU, N_ ("slowly fading star formation"), N_ ("quickly fading star formation")),
  CHANGE (T_END, N_ ("a later end of star formation"), N_ ("an earlier end of star formation")),
  CHANGE (T_BURST, N_ ("a later burst"), N_ ("an earlier burst")),
  CHANGE (BURST_WIDTH, N_ ("a longer burst"), N_ ("a shorter burst")),
};
#undef CHANGE

char *
sl_change_text (const SlGalaxy *galaxy, SlParamId id, double sign)
{
  const char *change = sign > 0.0 ? change_table[id].more : change_table[id].less;

  if (change)
    return g_strdup (_ (change));
  return g_strdup_printf (sign > 0.0 ? _ ("a higher value of “%s”") : _ ("a lower value of “%s”"),
                          _ (sl_param_label_of (galaxy, id)->title));
}

/* "a", "a and b", "a, b and c". */
static char *
list_text (const char *const *parts, guint n)
{
  g_autoptr (GString) text = g_string_new (n ? parts[0] : "");

  for (guint i = 1; i + 1 < n; i++)
    g_string_append_printf (text, ", %s", parts[i]);
  return n > 1 ? g_strdup_printf (_ ("%s and %s"), text->str, parts[n - 1])
               : g_string_free (g_steal_pointer (&text), FALSE);
}

char *
sl_trade_text (const SlTrade *trade, const SlParamId *id, const SlGalaxy *galaxy, const char *const *labels,
               guint n, const char *apart)
{
  g_autofree char *where = list_text (labels, n), *percent = g_strdup_printf ("%.0f", 100.0 * trade->share);
  char *change[SL_TRADE_MOST_PARAMS] = { NULL };
  g_autofree char *sentence = NULL, *last = NULL;

  for (guint k = 0; k < trade->n; k++)
    /* Steps undo each other; of the same effect are the first and the reverse of the others. */
    change[k] = sl_change_text (galaxy, id[trade->column[k]], k ? -trade->step[k] : trade->step[k]);
  if (trade->n == 2)
    /* Translators: observables, two changes of parameters, a number: “In g − r, more metals in old stars
     * and more dust around old stars look the same (98 %).” */
    sentence = g_strdup_printf (_ ("In %s, %s and %s look the same (%s %%)."), where, change[0], change[1],
                                percent);
  else
    /* Translators: “In g − r and r − i: more metals in old stars – that looks like earlier quenching and
     * more dust around old stars together (97 %).” */
    sentence = g_strdup_printf (_ ("In %s: %s – that looks like %s and %s together (%s %%)."), where,
                                change[0], change[1], change[2], percent);
  for (guint k = 0; k < trade->n; k++)
    g_clear_pointer (&change[k], g_free);
  if (!apart)
    return g_steal_pointer (&sentence);
  /* Translators: an observable, “u − g at rest” */
  last = g_strdup_printf (_ ("%s tells them apart best."), apart);
  return g_strdup_printf ("%s %s", sentence, last);
}

static char *
block_text (const SlRouteBlock *block, const SlGalaxy *galaxy)
{
  const char *title = _ (sl_param_label_of (galaxy, block->id)->title);

  if (block->end == SL_STEP_AT_PARTNER)
    return g_strdup_printf (_ ("“%s” stops at “%s”"), title,
                            _ (sl_param_label_of (galaxy, block->partner)->title));
  return g_strdup_printf (block->end == SL_STEP_AT_LOW ? _ ("“%s” is at its lower end")
                                                       : _ ("“%s” is at its upper end"),
                          title);
}

char *
sl_route_report_text (const SlRouteReport *report, const SlGalaxy *galaxy, const char *const *labels)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  switch (report->status)
    {
    case SL_ROUTE_NO_EFFECT:
      return g_strdup_printf (_ ("no free parameter changes %s"), labels[report->observable]);
    case SL_ROUTE_CONFLICT:
      return g_strdup (
          _ ("the free parameters do not change the held observables independently of each other"));
    case SL_ROUTE_NOT_SMOOTH:
      return g_strdup (_ ("the model is not smooth there"));
    case SL_ROUTE_AT_END:
      for (guint i = 0; i < report->n_blocking; i++)
        g_ptr_array_add (parts, block_text (&report->blocking[i], galaxy));
      return list_text ((const char *const *) parts->pdata, parts->len);
    case SL_ROUTE_REACHED:
    case SL_ROUTE_MORE:
      return NULL;
    default:
      g_return_val_if_reached (NULL);
    }
}
