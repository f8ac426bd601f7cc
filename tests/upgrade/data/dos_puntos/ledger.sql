BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0006');
CREATE TABLE attempts (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	run TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	event TEXT NOT NULL, 
	number INTEGER, 
	state TEXT, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "attempts" VALUES(1,4,'2026-10-15 15:00:00.125873','a9be694f4b55440ca9592930fb06f759',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(2,3,'2026-10-15 15:00:00.129052','a9be694f4b55440ca9592930fb06f759',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(3,1,'2026-10-15 15:00:00.131955','a9be694f4b55440ca9592930fb06f759',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(4,2,'2026-10-15 15:00:00.135682','a9be694f4b55440ca9592930fb06f759',1,'sending',1,'sending','');
INSERT INTO "attempts" VALUES(5,4,'2026-10-15 15:00:00.139926','a9be694f4b55440ca9592930fb06f759',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00002-00000001 se ha guardado correctamente", "cae": "74567100000001 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/UZUnq6S8zJFZsZWTBNkQvg.pdf", "comprobante_ticket_url": "{service}/pdf/UZUnq6S8zJFZsZWTBNkQvg.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-cc8543e0f55af6697ca4-1", "comprobante_nro": "00002-00000001", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(6,3,'2026-10-15 15:00:00.150684','a9be694f4b55440ca9592930fb06f759',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA A 00001-00000001 se ha guardado correctamente", "cae": "74567100000002 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/sFkHc1e5feGr5Wbt66ZYdA.pdf", "comprobante_ticket_url": "{service}/pdf/sFkHc1e5feGr5Wbt66ZYdA.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "pl-8f6f06592bcc2e76776e-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA A", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(7,1,'2026-10-15 15:00:00.155939','a9be694f4b55440ca9592930fb06f759',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00001-00000001 se ha guardado correctamente", "cae": "74567100000003 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/h5iE7HSBGEEv9CkQLUzQNg.pdf", "comprobante_ticket_url": "{service}/pdf/h5iE7HSBGEEv9CkQLUzQNg.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-1", "comprobante_nro": "00001-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(8,2,'2026-10-15 15:00:00.162472','a9be694f4b55440ca9592930fb06f759',1,'issued',1,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000001 se ha guardado correctamente", "cae": "74567100000004 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/8oqugew9ZkWh4dMde1lVKw.pdf", "comprobante_ticket_url": "{service}/pdf/8oqugew9ZkWh4dMde1lVKw.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "R-2", "comprobante_nro": "00002-00000001", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(9,5,'2026-10-15 15:00:00.214434','a9be694f4b55440ca9592930fb06f759',1,'sending',2,'sending','');
INSERT INTO "attempts" VALUES(10,5,'2026-10-15 15:00:00.253362','a9be694f4b55440ca9592930fb06f759',1,'issued',2,'done','200 {"error": "N", "errores": [""], "rta": "El comprobante FACTURA B 00002-00000002 se ha guardado correctamente", "cae": "74567100000005 ", "requiere_fec": "NO ", "vencimiento_cae": "25/10/2026", "vencimiento_pago": "15/10/2026", "comprobante_pdf_url": "{service}/pdf/vzFdqjSHSJRTdiuVHbzCJQ.pdf", "comprobante_ticket_url": "{service}/pdf/vzFdqjSHSJRTdiuVHbzCJQ.pdf", "afip_qr": "https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNSJ9 ", "envio_x_mail": "N", "envio_x_mail_direcciones": "", "external_reference": "r-3-xdb43ab34b9", "comprobante_nro": "00002-00000002", "comprobante_tipo": "FACTURA B", "micrositios": {"cliente": "", "descarga": ""}, "observaciones": []}');
INSERT INTO "attempts" VALUES(11,6,'2026-10-15 15:00:00.364317','29eb0cb9493444298908674830e692f9',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "attempts" VALUES(12,7,'2026-10-15 15:00:00.368746','29eb0cb9493444298908674830e692f9',1,'sending',1,'sending','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0002-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"]]}');
INSERT INTO "attempts" VALUES(13,6,'2026-10-15 15:00:00.375207','29eb0cb9493444298908674830e692f9',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(14,7,'2026-10-15 15:00:00.384231','29eb0cb9493444298908674830e692f9',1,'paid',1,'done','200 {"error": "N", "errores": [""]}');
INSERT INTO "attempts" VALUES(15,8,'2026-10-15 15:00:00.493737','294b078f95654ca4895ad05ad9cf8b32',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(16,9,'2026-10-15 15:00:00.495150','294b078f95654ca4895ad05ad9cf8b32',2,'sending',NULL,'sending','');
INSERT INTO "attempts" VALUES(17,8,'2026-10-15 15:00:00.498731','294b078f95654ca4895ad05ad9cf8b32',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(18,9,'2026-10-15 15:00:00.500030','294b078f95654ca4895ad05ad9cf8b32',2,'queued',NULL,'done','in a lot');
INSERT INTO "attempts" VALUES(19,8,'2026-10-15 15:00:00.600823','ab2d59b58e674e948f337dbc5e85ca8e',3,'queue: issued',3,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=3, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''K-1'', cae=''74567100000010'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/YvuSd1g69sleCELWljIwzA.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
INSERT INTO "attempts" VALUES(20,9,'2026-10-15 15:00:00.603329','ab2d59b58e674e948f337dbc5e85ca8e',3,'queue: issued',4,'done','Held(tipo=''FACTURA B'', punto_venta=2, number=4, fecha=datetime.date(2026, 10, 15), documento_tipo=''DNI'', documento_nro=''12345678'', total=Decimal(''1210.00''), external_reference=''pl-7fe796d12e96c8737709-1'', cae=''74567100000011'', vencimiento_cae=datetime.date(2026, 10, 25), pdf_url=''{service}/pdf/3HC0Lcoqx2wmK-ZyX0z8yg.pdf'', afip_qr='''', status=''EMITIDO'', ctacte_status=''IMPAGA'')');
CREATE TABLE balances (
	scope TEXT NOT NULL, 
	paid_elsewhere TEXT NOT NULL, 
	who TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
CREATE TABLE documents (
	operation_id INTEGER NOT NULL, 
	url TEXT NOT NULL, 
	url_day DATE NOT NULL, 
	path TEXT, 
	sha256 TEXT, 
	problem TEXT NOT NULL, 
	updated_at DATETIME NOT NULL, 
	PRIMARY KEY (operation_id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
INSERT INTO "documents" VALUES(1,'{service}/pdf/h5iE7HSBGEEv9CkQLUzQNg.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA B/00001-00000001.pdf','2431ef64cb5a7ec29935b3451d10ba4c1db50065f26e9246333507c4f97f8269','','2026-10-15 15:00:00.232534');
INSERT INTO "documents" VALUES(2,'{service}/pdf/8oqugew9ZkWh4dMde1lVKw.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA B/00002-00000001.pdf','aafbbd84e564fe81b275cbacfae96161d22528de8091500c29cd1d2737111b5c','','2026-10-15 15:00:00.266186');
INSERT INTO "documents" VALUES(3,'{service}/pdf/sFkHc1e5feGr5Wbt66ZYdA.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA A/00001-00000001.pdf','ed7347a907f1d26a8271f1b13a84b32ce3bbf7e6ba133802f0c00eefbeb0addb','','2026-10-15 15:00:00.218764');
INSERT INTO "documents" VALUES(4,'{service}/pdf/UZUnq6S8zJFZsZWTBNkQvg.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA A/00002-00000001.pdf','b4d86ca87ae996de629274b9f657396436211a7c8d26575be38c790d6ec32796','','2026-10-15 15:00:00.217350');
INSERT INTO "documents" VALUES(5,'{service}/pdf/vzFdqjSHSJRTdiuVHbzCJQ.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA B/00002-00000002.pdf','1d2dc0a5ab62a4001ddaf9a1de6ec9358d01ebc78ba7c91920419572f782ee54','','2026-10-15 15:00:00.272020');
INSERT INTO "documents" VALUES(8,'{service}/pdf/YvuSd1g69sleCELWljIwzA.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA B/00002-00000003.pdf','865672b784f20619d827878154c1d6f4b0e5c53a91c6367950b76d8701a7578f','','2026-10-15 15:00:00.625148');
INSERT INTO "documents" VALUES(9,'{service}/pdf/3HC0Lcoqx2wmK-ZyX0z8yg.pdf','2026-10-15','{folder}/home/pdf/default/FACTURA B/00002-00000004.pdf','b8ad307cdab776353a3c5e94ab97f42edd14ab5de3cdf507d6fed66491a57648','','2026-10-15 15:00:00.629065');
CREATE TABLE files (
	id INTEGER NOT NULL, 
	sha256 TEXT NOT NULL, 
	name TEXT NOT NULL, 
	path TEXT NOT NULL, 
	seen_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (sha256)
);
INSERT INTO "files" VALUES(1,'f1fa69b575971b6b03a99fa30d7ac115170425fcb8c82a74c3da7bdc6f24c59f','dos_puntos.csv','{folder}/dos_puntos.csv','2026-10-15 15:00:00.088140');
INSERT INTO "files" VALUES(2,'ed699d4001c59df904cdedfb885d1b648f66c50d1b3a45f82e92e397aaf14f62','cobros.csv','{folder}/cobros.csv','2026-10-15 15:00:00.337612');
INSERT INTO "files" VALUES(3,'c563ab1d478c4d9b3aefe1d19e0b5ccc26abcd203a36bb250eea837272be496c','cola.csv','{folder}/cola.csv','2026-10-15 15:00:00.471088');
CREATE TABLE hooks (
	hook_id TEXT NOT NULL, 
	received_at DATETIME NOT NULL, 
	evento TEXT NOT NULL, 
	external_reference TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_at DATETIME, 
	PRIMARY KEY (hook_id)
);
CREATE TABLE lanes (
	lane TEXT NOT NULL, 
	last_number INTEGER NOT NULL, 
	PRIMARY KEY (lane)
);
INSERT INTO "lanes" VALUES('default|2|FACTURA A',1);
INSERT INTO "lanes" VALUES('default|2|FACTURA B',2);
INSERT INTO "lanes" VALUES('default|1|FACTURA B',1);
INSERT INTO "lanes" VALUES('default|1|FACTURA A',1);
INSERT INTO "lanes" VALUES('default|2|cola',4);
CREATE TABLE leases (
	scope TEXT NOT NULL, 
	owner TEXT NOT NULL, 
	fence INTEGER NOT NULL, 
	expires_at DATETIME NOT NULL, 
	PRIMARY KEY (scope)
);
INSERT INTO "leases" VALUES('default|2','556f6ba8f513d5b4-4985c8e25b9a47bb819a7c534fa8baa6',3,'2026-10-15 15:00:00.623114');
INSERT INTO "leases" VALUES('default|1','556f6ba8f513d5b4-ca9c8c2795c540dbbd146ee83a907223',1,'2026-10-15 15:00:00.171072');
INSERT INTO "leases" VALUES('default|pay|FACTURA A 00002-00000001','556f6ba8f513d5b4-cccb6996866d415cbec1ac181afe52d9',1,'2026-10-15 15:00:00.388130');
INSERT INTO "leases" VALUES('default|pay|FACTURA B 00001-00000001','556f6ba8f513d5b4-cccb6996866d415cbec1ac181afe52d9',1,'2026-10-15 15:00:00.386340');
CREATE TABLE meta (
	"key" TEXT NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
INSERT INTO "meta" VALUES('service','sandbox');
CREATE TABLE operations (
	id INTEGER NOT NULL, 
	kind TEXT NOT NULL, 
	account TEXT NOT NULL, 
	referencia TEXT NOT NULL, 
	revision INTEGER NOT NULL, 
	external_reference TEXT NOT NULL, 
	content TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	lane TEXT NOT NULL, 
	tipo TEXT NOT NULL, 
	punto_venta INTEGER NOT NULL, 
	fecha DATE NOT NULL, 
	documento_tipo TEXT NOT NULL, 
	documento_nro TEXT NOT NULL, 
	moneda TEXT NOT NULL, 
	total TEXT NOT NULL, 
	body TEXT NOT NULL, 
	asked_number INTEGER, 
	depends_on TEXT, 
	file_id INTEGER NOT NULL, 
	first_row INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	number INTEGER, 
	fence INTEGER NOT NULL, 
	attempts INTEGER NOT NULL, 
	sent_at DATETIME, 
	ended_at DATETIME, 
	refusal TEXT, 
	errors TEXT NOT NULL, 
	observations TEXT NOT NULL, 
	cae TEXT NOT NULL, 
	vencimiento_cae DATE, 
	pdf_url TEXT NOT NULL, 
	afip_qr TEXT NOT NULL, 
	requiere_fec TEXT NOT NULL, 
	done_in_run TEXT, 
	created_at DATETIME NOT NULL, 
	updated_at DATETIME NOT NULL, queue TEXT DEFAULT '' NOT NULL, reason TEXT DEFAULT '' NOT NULL, evidence TEXT DEFAULT '' NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT uq_operations_identity UNIQUE (kind, account, referencia, revision), 
	FOREIGN KEY(file_id) REFERENCES files (id)
);
INSERT INTO "operations" VALUES(1,'issue','default','R-1',0,'R-1','d7316a05e0f827050384f2d6a6f5f22a947ee9cefa3d32fe5794977b484b0684','default|1','default|1|FACTURA B','FACTURA B',1,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,2,'done',1,1,1,'2026-10-15 15:00:00.126929','2026-10-15 15:00:00.154601',NULL,'[]','[]','74567100000003','2026-10-25','{service}/pdf/h5iE7HSBGEEv9CkQLUzQNg.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMyJ9','NO','a9be694f4b55440ca9592930fb06f759','2026-10-15 15:00:00.089774','2026-10-15 15:00:00.155308','','','');
INSERT INTO "operations" VALUES(2,'issue','default','R-2',0,'R-2','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,3,'done',1,1,1,'2026-10-15 15:00:00.126460','2026-10-15 15:00:00.160145',NULL,'[]','[]','74567100000004','2026-10-25','{service}/pdf/8oqugew9ZkWh4dMde1lVKw.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNCJ9','NO','a9be694f4b55440ca9592930fb06f759','2026-10-15 15:00:00.089844','2026-10-15 15:00:00.161844','','','');
INSERT INTO "operations" VALUES(3,'issue','default','pl-8f6f06592bcc2e76776e-1',0,'pl-8f6f06592bcc2e76776e-1','8f6f06592bcc2e76776e9583640405edb6df3161479e97d7898c985920edca69','default|1','default|1|FACTURA A','FACTURA A',1,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":1,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,4,'done',1,1,1,'2026-10-15 15:00:00.126978','2026-10-15 15:00:00.148981',NULL,'[]','[]','74567100000002','2026-10-25','{service}/pdf/sFkHc1e5feGr5Wbt66ZYdA.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAxLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMiJ9','NO','a9be694f4b55440ca9592930fb06f759','2026-10-15 15:00:00.089869','2026-10-15 15:00:00.149877','','','');
INSERT INTO "operations" VALUES(4,'issue','default','pl-cc8543e0f55af6697ca4-1',0,'pl-cc8543e0f55af6697ca4-1','cc8543e0f55af6697ca4f06acae404a3169206cd5dd9293e92eef2f4e2f2980e','default|2','default|2|FACTURA A','FACTURA A',2,'2026-10-15','CUIT','30707070702','PES','1210.00','{"cliente":{"documento_tipo":"CUIT","documento_nro":"30707070702","razon_social":"El Ñandú S.R.L.","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"RI","condicion_iva_operacion":"RI","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA A","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,5,'done',1,1,1,'2026-10-15 15:00:00.123329','2026-10-15 15:00:00.137909',NULL,'[]','[]','74567100000001','2026-10-25','{service}/pdf/UZUnq6S8zJFZsZWTBNkQvg.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEEiLCAibnJvQ21wIjogMSwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMzA3MDcwNzA3MDIiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwMSJ9','NO','a9be694f4b55440ca9592930fb06f759','2026-10-15 15:00:00.089892','2026-10-15 15:00:00.138235','','','');
INSERT INTO "operations" VALUES(5,'issue','default','r 3',0,'r-3-xdb43ab34b9','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|FACTURA B','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,1,6,'done',2,1,1,'2026-10-15 15:00:00.213791','2026-10-15 15:00:00.249469',NULL,'[]','[]','74567100000005','2026-10-25','{service}/pdf/vzFdqjSHSJRTdiuVHbzCJQ.pdf','https://www.afip.gob.ar/fe/qr/?p=eyJ2ZXIiOiAxLCAiZmVjaGEiOiAiMjAyNi0xMC0xNSIsICJjdWl0IjogMzA3MTIzNDU2NzEsICJwdG9WdGEiOiAyLCAidGlwb0NtcCI6ICJGQUNUVVJBIEIiLCAibnJvQ21wIjogMiwgImltcG9ydGUiOiAxMjEwLjAwLCAibW9uZWRhIjogIlBFUyIsICJucm9Eb2NSZWMiOiAiMTIzNDU2NzgiLCAidGlwb0NvZEF1dCI6ICJFIiwgImNvZEF1dCI6ICI3NDU2NzEwMDAwMDAwNSJ9','NO','a9be694f4b55440ca9592930fb06f759','2026-10-15 15:00:00.089914','2026-10-15 15:00:00.252359','','','');
INSERT INTO "operations" VALUES(6,'pay','default','FACTURA B 00001-00000001/pago-9db6aa14a7828f9084cf-1',0,'','9db6aa14a7828f9084cf83cd32da19332c82cb1ead37672f410c157425cd63ea','default|pay|FACTURA B 00001-00000001','default|pay|FACTURA B 00001-00000001','FACTURA B',1,'2026-10-15','','','PES','210.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":210.00}],"total":210.00}}',1,NULL,2,2,'done',1,1,1,'2026-10-15 15:00:00.363052','2026-10-15 15:00:00.371521',NULL,'[]','[]','',NULL,'','','','29eb0cb9493444298908674830e692f9','2026-10-15 15:00:00.338388','2026-10-15 15:00:00.371773','','','{"total":1210.00,"status":"IMPAGA","left":null,"paid":0,"rows":[]}');
INSERT INTO "operations" VALUES(7,'pay','default','FACTURA A 00002-00000001/REC-1',0,'','c2d31732310b25d41550cd6c17afdcc504cdbbb56ac9c8c18e3e402f77c798da','default|pay|FACTURA A 00002-00000001','default|pay|FACTURA A 00002-00000001','FACTURA A',2,'2026-10-15','','','PES','1210.00','{"pagos":{"formas_pago":[{"descripcion":"Transferencia","importe":1210.00}],"total":1210.00}}',1,NULL,2,3,'done',1,1,1,'2026-10-15 15:00:00.368112','2026-10-15 15:00:00.383064',NULL,'[]','[]','',NULL,'','','','29eb0cb9493444298908674830e692f9','2026-10-15 15:00:00.338442','2026-10-15 15:00:00.383357','','','{"total":1210.00,"status":"IMPAGA","left":1210,"paid":0,"rows":[["2026-10-15","FACTURA A 0002-00000001 (MI EMPRESA)","1210.00","0.00"],["2026-10-15","FACTURA A 0001-00000001 (MI EMPRESA)","1210.00","0.00"]]}');
INSERT INTO "operations" VALUES(8,'issue','default','K-1',0,'K-1','4f8978e1aa372c7cd916c8dc72883b05e10357dab5f0ca10dde0ddb1d07b42e6','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"Servicio mensual","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,2,'done',3,3,1,'2026-10-15 15:00:00.492574',NULL,NULL,'[]','[]','74567100000010','2026-10-25','{service}/pdf/YvuSd1g69sleCELWljIwzA.pdf','','','ab2d59b58e674e948f337dbc5e85ca8e','2026-10-15 15:00:00.472612','2026-10-15 15:00:00.598948','issued','','');
INSERT INTO "operations" VALUES(9,'issue','default','pl-7fe796d12e96c8737709-1',0,'pl-7fe796d12e96c8737709-1','7fe796d12e96c8737709659a148f97f377789feb7f7582b5bad7539f80d23c8c','default|2','default|2|cola','FACTURA B',2,'2026-10-15','DNI','12345678','PES','1210.00','{"cliente":{"documento_tipo":"DNI","documento_nro":"12345678","razon_social":"Juana Pérez","domicilio":"-","provincia":"26","envia_por_mail":"N","condicion_pago":"201","condicion_iva":"CF","condicion_iva_operacion":"CF","codigo":"","reclama_deuda":"N","rg5329":"N"},"comprobante":{"fecha":"15/10/2026","tipo":"FACTURA B","operacion":"V","idioma":"1","punto_venta":2,"moneda":"PES","cotizacion":1,"vencimiento":"15/10/2026","rubro":"Ventas","rubro_grupo_contable":"Ventas","detalle":[{"cantidad":1.00,"afecta_stock":"N","bonificacion_porcentaje":0,"leyenda":"","producto":{"descripcion":"De la cola","unidad_bulto":1,"lista_precios":"planilla","codigo":"","precio_unitario_sin_iva":1000.000,"alicuota":21,"unidad_medida":"7","actualiza_precio":"N","rg5329":"N"}}],"bonificacion":0,"total":1210.00}}',NULL,NULL,3,3,'done',4,3,1,'2026-10-15 15:00:00.494653',NULL,NULL,'[]','[]','74567100000011','2026-10-25','{service}/pdf/3HC0Lcoqx2wmK-ZyX0z8yg.pdf','','','ab2d59b58e674e948f337dbc5e85ca8e','2026-10-15 15:00:00.472669','2026-10-15 15:00:00.602505','issued','','');
CREATE TABLE pace (
	account TEXT NOT NULL, 
	next_at DATETIME NOT NULL, 
	PRIMARY KEY (account)
);
CREATE TABLE reviews (
	id INTEGER NOT NULL, 
	operation_id INTEGER NOT NULL, 
	at DATETIME NOT NULL, 
	who TEXT NOT NULL, 
	reason TEXT NOT NULL, 
	answer TEXT NOT NULL, 
	note TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(operation_id) REFERENCES operations (id)
);
CREATE INDEX ix_operations_external_reference ON operations (external_reference);
CREATE INDEX ix_operations_scope_state ON operations (scope, state);
CREATE INDEX ix_attempts_operation ON attempts (operation_id);
CREATE INDEX ix_operations_comprobante ON operations (punto_venta, tipo, number);
CREATE INDEX ix_operations_queue ON operations (queue);
CREATE INDEX ix_reviews_operation ON reviews (operation_id);
CREATE INDEX ix_hooks_asked ON hooks (asked_at);
CREATE INDEX ix_operations_points ON operations (account, punto_venta);
CREATE INDEX ix_operations_content ON operations (content);
COMMIT;
