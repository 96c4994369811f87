/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once
#include "model/derivatives/sl-fisher.h"

/* Covariances of Gaussian forecasts and their ellipses. Arrays are the caller's. Thread: any. */

/* Differences of chi-square from the best fit: the Gaussian of two parameters has 68 and 95 % of its mass
 * inside (-2 ln (1 - P)), that of one parameter 68.3 %. */
#define SL_CHI2_68 2.2788685663767296
#define SL_CHI2_95 5.991464547107979
#define SL_CHI2_ONE_SIGMA 1.0

/* covariance (n, n): the inverse of a Fisher matrix (n, n), to which priors may have been added; forecast: of
 * the same matrix. FALSE with SL_ERROR_ENGINE where it has none. */
gboolean sl_covariance_of_forecast (const double *fisher, const SlFisherForecast *forecast,
                                    double *covariance, GError **error);

/* n_points points of the ellipse where chi-square is `chi2`, about 0, of parameters p and q, all others
 * marginalised: the block of p and q of the covariance (n, n). x and y (n_points) go once around. */
void sl_covariance_ellipse (const double *covariance, guint n, guint p, guint q, double chi2, guint n_points,
                            double *x, double *y);
