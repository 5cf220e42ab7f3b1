import { showPeers } from './shown.ts';
import { tls } from './tls.ts';
import { tlsCertificates } from './tls-certificates.ts';
import { tlsNames } from './tls-names.ts';

showPeers([...tls, ...tlsCertificates, ...tlsNames]);
