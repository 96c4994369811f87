/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The SFH with SL_N_SFH_TANGENTS tangents. Compiled once for each instruction set. */
#include "model/engine/kernels/sl-cpu-sfh.h"

#define SL_DUAL_T SlV8
#define SL_DUAL_K (SL_N_SFH_TANGENTS / 8)
#include "model/formulas/sl-formula.h"
#include "model/sfh/sl-sfh-body.h"

/* The layout of SlSfhTangents is that of SlDual here: a value, padding to the vectors' alignment, the
 * tangents. */
G_STATIC_ASSERT (sizeof (SlDual) == sizeof (SlSfhTangents));
G_STATIC_ASSERT (G_STRUCT_OFFSET (SlDual, d) == G_STRUCT_OFFSET (SlSfhTangents, d));
#define DUAL(tangents) (*(SlDual *) (tangents))

static SlDual
variable (double v, guint slot)
{
  SlDual x = { .v = v };

  x.d[slot / 8][slot % 8] = 1.0;
  return x;
}

static Sfh
read_sfh (const SlSfh *h)
{
  Sfh out = { .form = h->form,
                  .t_obs = variable (h->t_obs, SL_SFH_SLOT_T_OBS),
                  .inputs = sfh_inputs (h->edges, h->table),
                  .t = h->t,
                  .lgt = h->lgt,
                  .sfr = &DUAL (h->sfr),
                  .lgm = &DUAL (h->lgm),
                  .burst_w = &DUAL (h->burst_w),
                  .scale = DUAL (&h->scale) };

  for (guint i = 0; i < SL_MAX_SFH_PARAMS; i++)
    out.p[i] = variable (h->p[i], SL_SFH_SLOT_FORM + i);
  for (guint i = 0; i < 3; i++)
    out.burst[i] = variable (h->burst[i], SL_SFH_SLOT_BURST + i);
  return out;
}

void
SL_SIMD_NAME (sl_sfh) (SlSfh *h, const SlAgeGrid *ages)
{
  const gboolean halo = !form_table[h->form].given_mass;
  Sfh sfh = read_sfh (h);

  sfh_integrate (&sfh);
  DUAL (&h->scale) = sfh.scale;
  for (guint j = 0; j < SL_N_TABLE; j++)
    {
      h->fq[j] = halo ? sl_quenching_d (h->lgt[j], h->p + 10) : 1.0;
      h->lgmh[j] = halo ? sl_mah_lgm_d (h->t[j], h->lgt[j], h->p) : NAN;
    }
}

void
SL_SIMD_NAME (sl_find_offsets) (const SlSfh *h, const SlAgeGrid *ages, double t, SlTableOffset *offsets)
{
  for (guint a = 0; a <= ages->n_age + 1; a++)
    {
      const double at = a <= ages->n_age ? sl_value (at_least (t - ages->edge[a], SL_T_MIN)) : t,
                   lgt = sl_log10_c (at);
      const int i = cell_at (h->t, h->lgt, at, lgt);

      offsets[a] =
          (SlTableOffset) { i, i < 0 || i == SL_N_TABLE - 1 ? 0.0
                                                            : sl_between_d (lgt, h->lgt[i], h->lgt[i + 1]) };
    }
}

void
SL_SIMD_NAME (sl_age_masses) (const SlSfh *h, const SlAgeGrid *ages, double t, const SlTableOffset *offsets,
                              SlSfhTangents *scratch, SlAgeMasses *out)
{
  const Sfh sfh = read_sfh (h);
  const AgeMasses masses = offsets ? age_masses_at_epoch (&sfh, ages, sl_dual_constant (t), offsets,
                                                          &DUAL (scratch), &DUAL (scratch) + ages->n_age + 1)
                                   : age_masses_seen (&sfh, ages, &DUAL (scratch));

  DUAL (&out->lgm) = masses.lgm;
  DUAL (&out->sfr) = masses.sfr;
  for (guint a = 0; a < ages->n_age; a++)
    {
      SlDual m = age_mass (&masses, a);

      out->m[a] = m.v;
      for (guint k = 0; k < SL_DUAL_K; k++)
        *(SlV8u *) (out->dm + a * SL_N_SFH_TANGENTS + 8 * k) = m.d[k];
      if (out->w)
        out->w[a] = masses.mass.v > 0.0 ? m.v / masses.mass.v : 0.0;
    }
}

void
SL_SIMD_NAME (sl_age_metals) (const SlSfh *h, const SlAgeGrid *ages, double t, gboolean t_varies,
                              const SlTable *table, double *mu, double *dmu)
{
  const Sfh sfh = read_sfh (h);

  for (guint a = 0; a < ages->n_age; a++)
    {
      SlDual z = age_metals (&sfh, ages,
                             t_varies ? variable (t, SL_SFH_SLOT_T_OBS) : sl_dual_constant (t), table, a);

      mu[a] = z.v;
      for (guint k = 0; k < SL_DUAL_K; k++)
        *(SlV8u *) (dmu + a * SL_N_SFH_TANGENTS + 8 * k) = z.d[k];
    }
}
