/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include <glib.h>

/* Coefficients of the Lyman series for absorption by the intergalactic medium (Inoue et al. 2014), as read
 * from data/igm_inoue2014.h5. Immutable after loading. */
typedef struct {
  guint n;
  double *wave;      /* (n) A, decreasing */
  double *forest;    /* (n, 3), see SlIgmSeries in sl-formula-igm.h */
  double *damped;    /* (n, 2) */
} SlIgm;

/* NULL with SL_ERROR_FILE or SL_ERROR_DATA. Thread: any. */
SlIgm *sl_igm_load (const char *path, GError **error);
/* The file of the data folder; errors say how to fix it. */
SlIgm *sl_igm_load_shipped (GError **error);
void sl_igm_free (SlIgm *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (SlIgm, sl_igm_free)

/* Transmission at observed wavelength lam [A] for light from redshift z, and its derivatives with respect to
 * lam and z; these may be NULL. Thread: any. */
double sl_igm_transmission (const SlIgm *self, double lam, double z, double *by_lam, double *by_z);
