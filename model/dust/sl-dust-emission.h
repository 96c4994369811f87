/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Templates of the infrared light of dust, as read from data/dust_emission_dl07.h5. Immutable after loading.
 */
typedef struct {
  guint n_qpah, n_umin, n_wave;
  double *qpah, *umin, *wave;   /* increasing; %, units of the local starlight, A */
  /* (Q, U) relative power per dust mass: in even light, in lights up to the brightest */
  double *power[2];
  float *spectrum[2];           /* (Q, U, W) L_nu of unit luminosity [1/Hz] */
} SlDustEmission;

/* NULL with SL_ERROR_FILE or SL_ERROR_DATA. Thread: any. */
SlDustEmission *sl_dust_emission_load (const char *path, GError **error);
/* The table that comes with the program; errors say what to do. */
SlDustEmission *sl_dust_emission_load_shipped (GError **error);
void sl_dust_emission_free (SlDustEmission *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlDustEmission, sl_dust_emission_free)

/* The same on the pixels of a library, normalised there: the sum of L_nu times the pixels' widths in Hz is 1.
 */
typedef struct {
  const SlDustEmission *table;
  guint first, n;               /* pixels first .. first + n - 1; the others are dark */
  float *product[2];            /* (Q, U, n) power times spectrum */
} SlDustEmissionGrid;
#define SL_N_DUST_EMISSION 3             /* umin, dust_gamma, qpah */

/* edges: (n_wave + 1) of the pixels [A]. table is borrowed. */
SlDustEmissionGrid *sl_dust_emission_grid_new (const SlDustEmission *table, const double *wave,
                                               const double *edges, guint n_wave);
void sl_dust_emission_grid_free (SlDustEmissionGrid *self);
/* rows: (1 + SL_N_DUST_EMISSION) rows, stride apart, of which pixels first .. first + n - 1 are written: the
 * spectrum of unit luminosity [1/Hz] and its derivatives with respect to p = umin, dust_gamma, qpah. Beyond
 * the table's ends the nearest template is used. Allocates nothing. */
void sl_dust_emission_grid_spectrum (const SlDustEmissionGrid *self, const double p[SL_N_DUST_EMISSION],
                                     double *rows, gsize stride);
