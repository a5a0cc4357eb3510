// The list of all units and packages of the site, which one script file holds (data/packages.js).

export interface Text {
  readonly zh: string;
  readonly en: string;
}

export interface Listed {
  readonly year: number;
  readonly phase: string;
  readonly scope: string;
  readonly slug: string;
}

export interface Unit {
  readonly slug: string;
  readonly name: Text;
  readonly region: Text;
  readonly packages: readonly Listed[];
}

type Raw = readonly [
  slug: string,
  zh: string,
  en: string,
  regionZh: string,
  regionEn: string,
  packages: readonly (readonly [number, string, string, string])[],
];

declare global {
  interface Window {
    yusuanPackages?: readonly Raw[];
  }
}

const loading = new Map<string, Promise<void>>();

/** Run a script file once; this works where pages are opened from a folder too. */
export function loadScript(address: string): Promise<void> {
  const known = loading.get(address);
  if (known) return known;
  const promise = new Promise<void>((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve();
    script.onerror = () => {
      loading.delete(address);
      reject(new Error(address));
    };
    document.head.append(script);
  });
  loading.set(address, promise);
  return promise;
}

/** Give all units; the file is loaded when it is first asked for. */
export async function packages(address: string): Promise<Unit[]> {
  await loadScript(address);
  return (window.yusuanPackages ?? []).map(unit);
}

function unit([slug, zh, en, regionZh, regionEn, listed]: Raw): Unit {
  return {
    slug,
    name: { zh, en },
    region: { zh: regionZh, en: regionEn },
    packages: listed.map(([year, phase, scope, folder]) => ({
      year,
      phase,
      scope,
      slug: `${slug}/${folder}`,
    })),
  };
}
