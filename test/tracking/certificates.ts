/** Certificates for tests, made by OpenSSL for a hundred years; their keys protect nothing. */
import { fileURLToPath } from "node:url";

/** `authority` signed all the others; a file but the authority's holds certificate and key. */
export type CertificateName = "authority" | "server" | "other" | "client" | "expired";

/** @returns the absolute path of a PEM file. */
export function certificate(name: CertificateName): string {
  return fileURLToPath(new URL(`./certificates/${name}.pem`, import.meta.url));
}
