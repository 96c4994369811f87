/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/support/sl-error.h"

G_DEFINE_QUARK (sl-error-quark, sl_error)
