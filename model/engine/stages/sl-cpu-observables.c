/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/engine/stages/sl-cpu-observables.h"

#include <math.h>
#include <string.h>

#include "model/engine/stages/sl-cpu.h"

gboolean
sl_cpu_parse_observables (SlCpu *self, const char *const *names, SlObservable **out, guint *n, GError **error)
{
  *n = names ? g_strv_length ((char **) names) : 0;
  *out = g_new0 (SlObservable, *n + 1);
  for (guint i = 0; i < *n; i++)
    if (!sl_observable_parse (self->filters, names[i], &(*out)[i], error))
      return FALSE;
  return TRUE;
}

gboolean
sl_cpu_plan_observable (SlCpu *self, SlPlan *plan, SlObservable *o, gboolean allow_missing_lines,
                        GError **error)
{
  return sl_plan_add (plan, o, self->templates, allow_missing_lines ? NULL : error) || allow_missing_lines;
}

gboolean
sl_cpu_observables_init (SlCpu *self, const SlEngineConfig *config, GError **error)
{
  SlCpuObservables *s = &self->observables;
  SlPlan *rest = &self->bands.rest.plan, *observed = &self->bands.observed.plan;

  if (!sl_cpu_parse_observables (self, config->observables, &s->list, &s->n, error))
    return FALSE;
  for (guint i = 0; i < s->n; i++)
    if (!sl_cpu_plan_observable (self, s->list[i].observed ? observed : rest, &s->list[i],
                                 config->allow_missing_lines, error))
      return FALSE;
  s->rest_run = (SlRun) { 0, rest->n_rows };
  s->observed_run = (SlRun) { 0, observed->n_rows };
  s->rest_rows = (SlRows) { 1, &s->rest_run };
  s->observed_rows = (SlRows) { 1, &s->observed_run };
  s->value = g_new0 (double, s->n + 1);
  s->grad = g_new0 (double, (s->n + 1) * SL_N_PARAMS);
  return TRUE;
}

void
sl_cpu_observables_clear (SlCpu *self)
{
  g_free (self->observables.list);
  g_free (self->observables.value);
  g_free (self->observables.grad);
}

/* The part of SFH tangents that acts through metallicity, where that evolves. */
static void
add_evolving_metals (SlCpu *self, const SlBands *bands, const SlRun *run, const SlAgeMasses *masses,
                     const double *dmu, double *d)
{
  const guint n = bands->plan.n_rows;

  for (guint a = 0; a < self->templates->n_age; a++)
    for (guint f = run->first; f < run->first + run->n; f++)
      for (guint l = 0; l < SL_N_SFH_TANGENTS; l++)
        d[f * SL_N_SFH_TANGENTS + l] +=
            masses->m[a] * bands->value_mu[a * n + f] * dmu[(gsize) a * SL_N_SFH_TANGENTS + l];
}

void
sl_cpu_sum_slots (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *mass,
                  gsize stride, guint n_i, const double *slots, guint n_k, double *out)
{
  /* The last vector of a run may reach into the columns of the next run, whose sums are written later. */
  for (guint r = 0; r < rows->n; r++)
    {
      const gsize first = rows->run[r].first * SL_N_SLOTS;

      self->kernels->product (mass, stride, n_i, slots + first, bands->n_slots,
                              (rows->run[r].n * SL_N_SLOTS + 7) & ~7u, n_k, out + first, bands->n_slots);
    }
}

static void
total_of_row (const SlCpu *self, const SlBands *bands, guint f, const SlAgeMasses *masses,
              const double *slots, const double *d, SlFunctionalTotals *totals)
{
  const guint n = bands->plan.n_rows;
  double *grad = totals->grad + f * SL_N_PARAMS;

  totals->value[f] = slots[f * SL_N_SLOTS];
  sl_cpu_sfh_gradient (self, d + f * SL_N_SFH_TANGENTS, grad);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = slots[f * SL_N_SLOTS + 1 + c];
  if (bands->plan.rows[f].f.dk)
    for (guint a = 0; a < self->templates->n_age; a++)
      grad[SL_PARAM_REDSHIFT] += masses->m[a] * bands->value_dz[a * n + f];
}

SlFunctionalTotals
sl_cpu_sum_bands (SlCpu *self, const SlBands *bands, const SlRows *rows, const SlAgeMasses *masses,
                  const double *slots, const double *dmu, double **work)
{
  const guint n = bands->plan.n_rows, n_age = self->templates->n_age;
  double *d = *work;
  SlFunctionalTotals totals = { d + n * SL_N_SFH_TANGENTS, d + n * (SL_N_SFH_TANGENTS + 1) };

  *work = totals.grad + n * SL_N_PARAMS;
  for (guint r = 0; r < rows->n; r++)
    {
      const SlRun *run = &rows->run[r];

      self->kernels->product (bands->value + run->first, n, run->n, masses->dm, SL_N_SFH_TANGENTS,
                              SL_N_SFH_TANGENTS, n_age, d + run->first * SL_N_SFH_TANGENTS,
                              SL_N_SFH_TANGENTS);
      if (dmu)
        add_evolving_metals (self, bands, run, masses, dmu, d);
      for (guint f = run->first; f < run->first + run->n; f++)
        total_of_row (self, bands, f, masses, slots, d, &totals);
    }
  return totals;
}

double
sl_cpu_read_total (const SlCpu *self, const double *total, double grad[SL_N_PARAMS])
{
  sl_cpu_sfh_gradient (self, total + SL_N_SLOTS + 1, grad);
  for (guint c = 0; c < SL_N_SLOT_PARAMS; c++)
    grad[sl_slot_params[c]] = total[1 + c];
  return total[0];
}

SlFunctionalTotals
sl_cpu_read_totals (const SlCpu *self, const SlBands *bands, const SlRows *rows, const double *totals,
                    gsize stride, gboolean from_zero, double **work)
{
  const guint n = bands->plan.n_rows;
  SlFunctionalTotals out = { *work, *work + n };

  *work = out.grad + n * SL_N_PARAMS;
  for (guint r = 0, i = 0; r < rows->n; r++)
    for (guint f = rows->run[r].first; f < rows->run[r].first + rows->run[r].n; f++, i++)
      {
        const double *from = totals + (from_zero ? i : f) * stride;

        out.value[f] = sl_cpu_read_total (self, from, out.grad + f * SL_N_PARAMS);
        if (bands->plan.rows[f].f.dk)
          out.grad[f * SL_N_PARAMS + SL_PARAM_REDSHIFT] += from[SL_N_SLOTS];
      }
  return out;
}

/* The observable does not exist for this library. */
static double
observe_absent (double *grad, gsize grad_stride)
{
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p * grad_stride] = NAN;
  return NAN;
}

double
sl_cpu_observe (const SlCpu *self, const SlObservable *o, const SlFunctionalTotals *totals,
                const SlAgeMasses *masses, const double *dimming, double *grad, gsize grad_stride)
{
  double phi[SL_MAX_FUNCTIONALS], slope[SL_MAX_FUNCTIONALS + 1], own[SL_N_PARAMS], sum[SL_N_PARAMS], value;
  const SlSfhTangents *of_sfh = o->source == SL_FROM_LG_FORMED ? &masses->lgm : &masses->sfr;
  const gboolean from_sfh = o->source != SL_FROM_PLAN;

  if (o->absent)
    return observe_absent (grad, grad_stride);
  if (from_sfh)
    {
      phi[0] = of_sfh->v;
      sl_cpu_sfh_gradient (self, of_sfh->d, own);
    }
  for (guint i = 0; i < o->n_functionals && !from_sfh; i++)
    phi[i] = totals->value[o->functional[i]];
  value = sl_observable_value (o, phi, o->observed && dimming ? dimming[0] : 0.0, slope);
  for (guint i = 0; i < o->n_functionals; i++)
    {
      const double *of = from_sfh ? own : totals->grad + o->functional[i] * SL_N_PARAMS;

      for (int p = 0; p < SL_N_PARAMS; p++)
        sum[p] = (i ? sum[p] : 0.0) + slope[i] * of[p];
    }
  if (o->observed && dimming)
    {
      /* Without a distance (z = 0) observed colours do not exist either. */
      gboolean no_distance = isnan (dimming[0]);

      for (int i = 0; i < 5; i++)
        sum[SL_PARAM_REDSHIFT + i] += no_distance ? NAN : slope[o->n_functionals] * dimming[1 + i];
      if (no_distance)
        value = NAN;
    }
  for (int p = 0; p < SL_N_PARAMS; p++)
    grad[p * grad_stride] = sum[p];
  return value;
}

/* Totals at the galaxy's epoch. */
static SlFunctionalTotals
totals_now (SlCpu *self, const SlBands *bands, const SlRows *rows, double **work)
{
  double *slots = *work;

  if (self->cache.offloaded)
    return sl_cpu_read_totals (self, bands, rows,
                               self->offload.now
                                   + (bands == &self->bands.observed
                                          ? self->bands.rest.plan.n_rows * SL_N_TOTALS
                                          : 0),
                               SL_N_TOTALS, FALSE, work);
  *work += bands->n_slots;
  sl_cpu_sum_slots (self, bands, rows, self->sfh.masses.m, 1, 1, bands->slots, self->templates->n_age, slots);
  return sl_cpu_sum_bands (self, bands, rows, &self->sfh.masses, slots,
                           sl_cpu_metals_evolve (self) ? self->ssp.dmu : NULL, work);
}

gboolean
sl_cpu_stage_observables (SlCpu *self, SlEvaluation *ev)
{
  double *work = self->bands.work, dimming[6] = { self->sfh.epoch.dimming };
  SlFunctionalTotals rest = totals_now (self, &self->bands.rest, &self->observables.rest_rows, &work);
  SlFunctionalTotals observed =
      totals_now (self, &self->bands.observed, &self->observables.observed_rows, &work);

  memcpy (dimming + 1, self->sfh.epoch.ddimming, sizeof self->sfh.epoch.ddimming);
  for (guint i = 0; i < self->observables.n; i++)
    {
      const SlObservable *o = &self->observables.list[i];

      self->observables.value[i] =
          sl_cpu_observe (self, o, o->observed ? &observed : &rest, &self->sfh.masses, dimming,
                          self->observables.grad + i * SL_N_PARAMS, 1);
    }
  return TRUE;
}
