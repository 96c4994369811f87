/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/sfh/sl-sfh-table.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Share of the mass, and Gyr before the galaxy is seen: younger stars make most of its ionising light. */
#define SHARE_WORTH_A_NOTE 0.01
#define GAP_WORTH_A_NOTE 0.01

void
sl_sfh_table_summary (const SlTable *table, double t_obs, SlSfhTableSummary *out)
{
  const double *x = table->x, *y = table->y, zero = table->lookback ? t_obs : 0.0;
  double mass = 0.0, moment = 0.0, early = 0.0;

  for (guint i = 0; i + 1 < table->n; i++)
    {
      const double slope = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
      /* The part of the interval before the Big Bang, and the part after it. */
      const double cut[3] = { x[i] + zero, CLAMP (0.0, x[i] + zero, x[i + 1] + zero), x[i + 1] + zero };

      for (guint part = 0; part < 2; part++)
        {
          const double from = MIN (cut[part], t_obs), d = MIN (cut[part + 1], t_obs) - from;
          const double rate = y[i] + slope * (from - zero - x[i]);
          const double formed = d > 0.0 ? d * (rate + 0.5 * slope * d) : 0.0;

          if (part == 0)
            early += formed;
          else
            {
              mass += formed;
              moment += d > 0.0 ? from * formed + d * d * (0.5 * rate + slope * d / 3.0) : 0.0;
            }
        }
    }
  *out = (SlSfhTableSummary) { .first = x[0] + zero,
                               .last = x[table->n - 1] + zero,
                               .mean_age = mass > 0.0 ? t_obs - moment / mass : NAN,
                               .early = early + mass > 0.0 ? early / (early + mass) : 0.0 };
}

char *
sl_sfh_table_note (const SlTable *table, double t_obs)
{
  SlSfhTableSummary s;

  sl_sfh_table_summary (table, t_obs, &s);
  if (s.early > SHARE_WORTH_A_NOTE)
    return g_strdup_printf (_ ("%s: %.0f %% of the stars in the table would be older than the universe, "
                               "whose age is %.4g Gyr when the galaxy is seen; they are left out"),
                            table->name, 100.0 * s.early, t_obs);
  if (s.last < t_obs - GAP_WORTH_A_NOTE && table->y[table->n - 1] > 0.0)
    return g_strdup_printf (_ ("%s: the table ends at %.4g Gyr, %.3g Gyr before the galaxy is seen; no stars "
                               "form after its end"),
                            table->name, s.last, t_obs - s.last);
  return NULL;
}
