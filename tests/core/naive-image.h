/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "network.h"

G_BEGIN_DECLS

/* The layers of the convolutional network in double precision and plain loops. All values lie as
 * [n × channels × height × width], all parameters as in an OvNetwork. */

void    naive_image_forward (const OvLayer *layer,
                             const double  *parameters,
                             const double  *in,
                             double        *out,
                             guint          n);
double  naive_image_loss    (OvNetwork     *network,
                             const double  *parameters,
                             const double  *images,
                             const guint8  *labels,
                             guint          n);

G_END_DECLS
